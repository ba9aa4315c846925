// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What the service is called, in answers and on the command line.
public enum ScoringService {
    /// The program's name.
    public static let name = "blindscore-server"
    /// The version of the program, which is that of the command `blindscore`.
    public static let version = "0.1.0-dev"
}
