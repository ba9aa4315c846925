# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
r"""Runs a program on a terminal of its own and answers its questions.

Usage: python3 terminal.py ANSWER… -- PROGRAM ARGUMENT…

Each answer is typed when the terminal's echo is off, which is when a question for a secret is open; ^C and ^\ are typed as such.
Prints what the terminal showed, then a line with the exit status and whether the echo is on at the end.
"""

import os
import pty
import signal
import sys
import termios
import time


KEYS = {"^C": b"\x03", "^\\": b"\x1c"}


def echo_is_on(terminal):
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def main():
    place = sys.argv.index("--")
    answers, command = sys.argv[1:place], sys.argv[place + 1 :]
    child, terminal = pty.fork()
    if child == 0:
        # As a shell starts programs, whatever started this one.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execvp(command[0], command)
    shown = b""
    os.set_blocking(terminal, False)
    deadline = time.monotonic() + 60
    questions = 0
    status = None
    while time.monotonic() < deadline:
        try:
            shown += os.read(terminal, 4096)
        except BlockingIOError:
            if status is not None:
                break
        except OSError:
            break
        if status is None:
            if answers and not echo_is_on(terminal) and shown.rstrip(b" ").endswith(b":") and shown.count(b":") > questions:
                questions = shown.count(b":")
                answer = answers.pop(0)
                os.write(terminal, KEYS.get(answer) or answer.encode() + b"\n")
            ended, code = os.waitpid(child, os.WNOHANG)
            if ended:
                status = os.waitstatus_to_exitcode(code)
        time.sleep(0.01)
    else:
        os.kill(child, 9)
        sys.exit("the program did not end")
    if status is None:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    # Without the sequence that clears a line of progress.
    sys.stdout.write(shown.decode().replace("\r\n", "\n").replace("\r\x1b[K", ""))
    print(f"status {status}, echo {'on' if echo_is_on(terminal) else 'off'}, {len(answers)} answers left")


if __name__ == "__main__":
    main()
