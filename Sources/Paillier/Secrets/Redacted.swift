// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if hasFeature(Embedded)
    /// A secret: its values show nothing when they are printed.
    ///
    /// Embedded Swift has no reflection to hide from.
    public protocol Redacted: CustomStringConvertible {}
#else
    /// A secret: its values show nothing when they are printed, dumped or reflected.
    ///
    /// A type conforms to be hidden; it has nothing to implement. It also says, beside its declaration or in a list such as that of
    /// this module, `@available(*, unavailable) extension X: Equatable {}`: then the compiler refuses to compare and to hash its
    /// values, whoever tries to make them comparable. Types that cannot be copied need none of this: Swift neither prints, reflects nor
    /// compares them.
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

@available(*, unavailable, message: "secrets are not compared, hashed or encoded")
extension Redacted {
    /// For the conformances that are declared unavailable, and unavailable itself.
    public static func == (a: Self, b: Self) -> Bool { fatalError("unavailable") }

    #if !hasFeature(Embedded)
        /// For the conformances that are declared unavailable, and unavailable itself.
        public func encode(to encoder: any Encoder) throws { fatalError("unavailable") }

        /// For the conformances that are declared unavailable, and unavailable itself.
        public init(from decoder: any Decoder) throws { fatalError("unavailable") }
    #endif
}
