// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Output files")
struct OutputFileTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    private func dataset(_ output: String, rows: Int = 3) throws -> CommandRun {
        try .blindscore(["dataset", "--rows", "\(rows)", "--seed", "1", "--output", output], in: folder)
    }

    @Test(
        "A target that cannot be written is refused before anything is left behind",
        arguments: ["missing/patients.csv", "folder", "folder/", "link", "/proc/patients.csv", "/dev/full"])
    func unwritable(_ target: String) throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "folder"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link").path, withDestinationPath: "nothing.csv")
        let run = try dataset(target)
        #expect(run.isOneSentence(status: 73, naming: target))
        #expect(try folder.names == ["folder", "link"])
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
    }

    @Test(
        "A full standard output is an error, of help as of results",
        arguments: [["dataset", "--rows", "3", "--seed", "1", "--output", "-"], ["--help"]])
    func fullStandardOutput(_ arguments: [String]) throws {
        let run = try CommandRun.shell("blindscore \(arguments.joined(separator: " ")) > /dev/full", in: folder)
        #expect(run.isOneSentence(status: 73, naming: "standard output"))
    }

    @Test("A disk that fills up in the middle leaves nothing behind")
    func fullDisk() throws {
        let run = try CommandRun.shell(
            "ulimit -f 64; blindscore dataset --rows 100000 --seed 1 --output patients.csv", in: folder)
        #expect(run.isOneSentence(status: 73, naming: "patients.csv"))
        #expect(try folder.names == [])
    }

    @Test(
        "A signal in the middle of a write leaves nothing behind",
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)])
    func signal(_ number: Int32, _ status: Int) throws {
        let run = try CommandRun.Started(
            CommandRun.blindscorePath, ["dataset", "--rows", "1000000000", "--seed", "1", "--output", "patients.csv"],
            in: folder)
        while try folder.names.isEmpty, run.isRunning { Thread.sleep(forTimeInterval: 0.01) }
        Thread.sleep(forTimeInterval: 0.05)
        run.signal(number)
        #expect(try run.finish().status == Int32(status))
        #expect(try folder.names == [])
    }

    @Test("A signal that the parent chose to ignore stays ignored")
    func ignoredSignal() throws {
        let run = try CommandRun.shell(
            "trap '' HUP; \"$BLINDSCORE\" dataset --rows 300000 --seed 1 --output patients.csv & sleep 0.1; kill -HUP $!; wait $!",
            in: folder)
        #expect(run.status == 0)
        #expect(try folder.names == ["patients.csv", "patients.features.json"])
    }

    @Test("An interrupted or failing command keeps the file that was there before")
    func keepsOldFile() throws {
        try folder.write("old", to: "patients.csv")
        let run = try CommandRun.shell(
            "ulimit -f 64; blindscore dataset --rows 100000 --seed 1 --output patients.csv", in: folder)
        #expect(run.status == 73)
        #expect(try folder.names == ["patients.csv"])
        #expect(try folder.read("patients.csv") == "old")
    }

    @Test("A reader that leaves early ends the command without a word")
    func closedPipe() throws {
        let run = try CommandRun.shell(
            "blindscore dataset --rows 1000000000 --seed 1 --output - | head -n 1", in: folder)
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").count == 1)
        #expect(!run.errors.contains("pipe"))
    }

    @Test(
        "Standard output gets the same bytes as a file, under each of its names",
        arguments: ["-", "/dev/stdout", "/dev/fd/1"])
    func standardOutput(_ name: String) throws {
        #expect(try dataset("patients.csv").status == 0)
        let run = try dataset(name)
        #expect(run.status == 0)
        #expect(try run.output == folder.read("patients.csv"))
        #expect(try folder.names == ["patients.csv", "patients.features.json"])
    }

    @Test("A redirected standard output keeps what was written to it before")
    func sharedStandardOutput() throws {
        let run = try CommandRun.shell(
            "{ echo before; blindscore dataset --rows 1 --seed 1 --output /dev/stdout; echo after; } > all.txt",
            in: folder)
        #expect(run.status == 0)
        let lines = try folder.read("all.txt").split(separator: "\n")
        #expect(lines.count == 4 && lines.first == "before" && lines.last == "after")
    }

    @Test("A replaced file keeps its permissions, a new one gets the usual ones")
    func permissions() throws {
        try folder.write("old", to: "patients.csv")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.url.appending(path: "patients.csv").path)
        let run = try CommandRun.shell(
            "umask 027; blindscore dataset --rows 1 --seed 1 --output patients.csv", in: folder)
        #expect(run.status == 0)
        #expect(try folder.permissions(of: "patients.csv") == 0o600)
        #expect(try folder.permissions(of: "patients.features.json") == 0o640)
        #expect(try folder.read("patients.csv") != "old")
    }

    @Test("A model is its owner's alone, also where it replaces a file that others may read")
    func privateModel() throws {
        try folder.write("a,y\n1,2\n2,4.5\n3,5.5\n4,8\n5,9.5\n6,12\n7,14.5\n8,15\n9,18\n10,21\n", to: "rows.csv")
        for _ in 0..<2 {
            let run = try CommandRun.shell(
                "umask 022; blindscore train --data rows.csv --target y --output model.json && blindscore contract --model model.json --output contract.json",
                in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try folder.permissions(of: "model.json") == 0o600)
            #expect(try folder.permissions(of: "contract.json") == 0o644)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: folder.url.appending(path: "model.json").path)
        }
    }

    @Test("A symbolic link stays one, and its file is replaced")
    func symbolicLink() throws {
        try folder.write("old", to: "real.csv")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "patients.csv").path, withDestinationPath: "real.csv")
        #expect(try dataset("patients.csv").status == 0)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.url.appending(path: "patients.csv").path)
                == "real.csv")
        #expect(try folder.read("real.csv") != "old")
    }

    @Test("A named pipe is written, not replaced")
    func namedPipe() throws {
        let run = try CommandRun.shell(
            "mkfifo pipe; cat pipe > copy.csv & blindscore dataset --rows 3 --seed 1 --output pipe; code=$?; wait; test -p pipe && exit $code",
            in: folder)
        #expect(run.status == 0)
        #expect(try folder.read("copy.csv").split(separator: "\n").count == 4)
        #expect(try folder.names == ["copy.csv", "pipe"])
    }
}
