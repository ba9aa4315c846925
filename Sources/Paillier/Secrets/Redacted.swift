// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A secret: its values show nothing when they are printed, dumped or reflected.
///
/// A type conforms to be hidden; it has nothing to implement. What must not be compared or written either says so beside its
/// declaration or in a list such as that of this module: `@available(*, unavailable) extension X: Equatable {}`, which makes the
/// compiler refuse `==`, `Hashable` and whoever declares them.
#if hasFeature(Embedded)
    // Embedded Swift has no reflection to hide from, and no names of types.
    public protocol Redacted: CustomStringConvertible {}
#else
    public protocol Redacted: CustomStringConvertible, CustomReflectable {}
#endif

extension Redacted {
    /// Says what this is and nothing else.
    public var description: String {
        #if hasFeature(Embedded)
            "redacted"
        #else
            "\(Self.self)(redacted)"
        #endif
    }

    #if !hasFeature(Embedded)
        /// A mirror without children.
        public var customMirror: Mirror { Mirror(self, children: [:]) }
    #endif
}

// What secrets must not have. These are here for the conformances that are declared unavailable, and unavailable themselves.
@available(*, unavailable, message: "secrets are not compared, hashed or encoded")
extension Redacted {
    public static func == (a: Self, b: Self) -> Bool { fatalError("unavailable") }

    #if !hasFeature(Embedded)
        public func encode(to encoder: any Encoder) throws { fatalError("unavailable") }
        public init(from decoder: any Decoder) throws { fatalError("unavailable") }
    #endif
}
