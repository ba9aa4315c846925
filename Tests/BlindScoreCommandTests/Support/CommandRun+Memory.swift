// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension CommandRun {
    /// Runs the built `blindscore` and measures the most memory that it held at once.
    ///
    /// - Returns: The exit status and the bytes: the largest resident set, which the system counts for every process.
    static func peakMemory(_ arguments: [String], in folder: Workspace) throws -> (status: Int32, bytes: Int) {
        let script = """
            import os, subprocess, sys
            run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(run.pid, 0)
            print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
            """
        let run = try program("python3", ["-c", script, blindscorePath] + arguments, in: folder)
        let numbers = run.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard run.status == 0, numbers.count == 2 else { throw ProgramFailed(name: "python3", errors: run.errors) }
        return (Int32(numbers[0]), numbers[1])
    }
}
