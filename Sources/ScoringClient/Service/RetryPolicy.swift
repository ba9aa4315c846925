// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How often a request is repeated, and how long that may take.
///
/// What is repeated is the same to the byte, so that a service answers and bills it once: after lost connections and late responses,
/// and where it says 408, 429, 502, 503 or 504. Before each repetition it waits twice as long as before, or as long as the service
/// asks, and a little longer at random, so that many clients do not come back at once.
public struct RetryPolicy: Sendable {
    /// How often a request is sent, at least 1.
    public var attempts: Int
    /// How long the first wait is.
    public var firstWait: Duration
    /// How long a wait is at most, unless the service asks for more.
    public var longestWait: Duration
    /// How long one attempt may take.
    public var timeout: Duration
    /// How long all attempts and waits of a request may take; a wait that would end later is not begun.
    public var deadline: Duration

    /// Waits; a function of its own for tests.
    package var wait: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Without arguments, six attempts of at most two minutes, waits from half a second to 30 seconds, and 15 minutes for all.
    public init(
        attempts: Int = 6, firstWait: Duration = .milliseconds(500), longestWait: Duration = .seconds(30),
        timeout: Duration = .seconds(120), deadline: Duration = .seconds(900)
    ) {
        (self.attempts, self.firstWait, self.longestWait) = (attempts, firstWait, longestWait)
        (self.timeout, self.deadline) = (timeout, deadline)
    }

    /// How long to wait after an attempt.
    ///
    /// - Parameters:
    ///   - attempt: Which one it was, from 1.
    ///   - asked: What the service asked for.
    /// - Returns: Between the whole and one and a half of that.
    func wait(after attempt: Int, asked: Duration?) -> Duration {
        let doubled = min(longestWait, firstWait * (1 << min(attempt - 1, 20)))
        return max(doubled, asked ?? .zero) * Double.random(in: 1...1.5)
    }
}
