// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// An array whose memory is overwritten when the last reference to it goes, and whenever it moves: for rows, models and
/// predictions, of which nothing shall be left in memory.
///
/// Copies share their memory until one of them changes, as those of an `Array` do. What is taken out, an element or an `Array` of
/// them, is the taker's. It has no `==`, and shows nothing when printed or reflected.
///
/// Public, since the compiler specialises across modules what is public and inlinable, and nothing of package access: 100 times
/// faster for bytes. No product exports this module, so no application sees it.
public struct WipedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    /// The memory; outside this type for tests alone.
    @usableFromInline package var storage: WipedStorage<Element>
    @usableFromInline var elementCount = 0

    /// An empty array.
    ///
    /// - Parameter capacity: How many elements it takes before it moves.
    @inlinable public init(capacity: Int = 0) {
        storage = WipedStorage(capacity: capacity)
    }

    /// A copy of elements.
    @inlinable public init(_ elements: some Collection<Element>) {
        self.init()
        append(contentsOf: elements)
    }

    /// One element, `count` times.
    @inlinable public init(repeating element: Element, count: Int) {
        self.init(count: count) { _ in element }
    }

    /// What a function gives for each place in `0 ..< count`.
    ///
    /// - Throws: What the function throws.
    @inlinable public init<Failure: Error>(
        count: Int, _ element: (Int) throws(Failure) -> Element
    ) throws(Failure) {
        self.init(capacity: count)
        for index in 0..<count { append(try element(index)) }
    }

    /// Adds an element at the end.
    @inlinable public mutating func append(_ element: Element) {
        own(capacity: elementCount + 1)
        unsafe (storage.pointer + elementCount).initialize(to: element)
        elementCount += 1
    }

    /// Adds elements at the end.
    @inlinable public mutating func append(contentsOf elements: some Collection<Element>) {
        own(capacity: elementCount + elements.count)
        let isCopied: Void? = elements.withContiguousStorageIfAvailable { source in
            guard let address = source.baseAddress else { return }
            unsafe (storage.pointer + elementCount).initialize(from: address, count: source.count)
            elementCount += source.count
        }
        guard isCopied == nil else { return }
        for element in elements { append(element) }
    }

    /// Adds a part of another array at the end.
    @inlinable public mutating func append(_ other: WipedArray, _ part: Range<Int>) {
        precondition(part.lowerBound >= 0 && part.upperBound <= other.elementCount, "a part of the array")
        own(capacity: elementCount + part.count)
        unsafe (storage.pointer + elementCount).initialize(
            from: other.storage.pointer + part.lowerBound, count: part.count)
        elementCount += part.count
    }

    /// Drops elements from the end and overwrites them.
    ///
    /// - Parameter dropped: At most `count`.
    @inlinable public mutating func removeLast(_ dropped: Int = 1) {
        precondition(dropped >= 0 && dropped <= elementCount, "no more elements than there are")
        own(capacity: elementCount)
        elementCount -= dropped
        storage.wipe(from: elementCount, count: dropped)
    }

    /// Drops all elements and overwrites them; the memory is kept for the next ones.
    @inlinable public mutating func removeAll() {
        removeLast(elementCount)
    }

    /// Changes the elements from a place on: quicker than by the subscript, which looks every time whether the memory is shared.
    ///
    /// - Parameters:
    ///   - start: In `0 ... count`.
    ///   - change: Takes the place of an element, and the element.
    @inlinable public mutating func update(from start: Int = 0, _ change: (Int, inout Element) -> Void) {
        precondition(start >= 0 && start <= elementCount, "a place inside the array or at its end")
        own(capacity: elementCount)
        for index in start..<elementCount { unsafe change(index, &storage.pointer[index]) }
    }

    /// Makes sure that the memory is this array's alone and has room; what is left behind is wiped if nobody shares it.
    @inlinable mutating func own(capacity: Int) {
        if capacity > storage.capacity {
            move(capacity: Swift.max(capacity, 2 * storage.capacity))
        } else if !isKnownUniquelyReferenced(&storage) {
            move(capacity: storage.capacity)
        }
    }

    @inlinable mutating func move(capacity: Int) {
        let moved = WipedStorage<Element>(capacity: capacity)
        unsafe moved.pointer.initialize(from: storage.pointer, count: elementCount)
        storage = moved
    }
}

extension WipedArray: RandomAccessCollection, MutableCollection {
    /// 0.
    @inlinable public var startIndex: Int { 0 }
    /// The number of elements.
    @inlinable public var endIndex: Int { elementCount }

    /// The element at a place in `0 ..< count`.
    @inlinable public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < elementCount, "a place inside the array")
            return unsafe storage.pointer[index]
        }
        set {
            precondition(index >= 0 && index < elementCount, "a place inside the array")
            own(capacity: elementCount)
            unsafe storage.pointer[index] = newValue
        }
    }
}

extension WipedArray: CustomStringConvertible {
    /// Says what this is and nothing else.
    public var description: String { "WipedArray(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension WipedArray: CustomReflectable {
        /// A mirror without children.
        public var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif

/// The memory of a ``WipedArray``, which is all that writes to it.
@safe @usableFromInline package final class WipedStorage<Element: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline package let pointer: UnsafeMutablePointer<Element>
    @usableFromInline let capacity: Int

    @inlinable init(capacity: Int) {
        self.capacity = capacity
        unsafe pointer = .allocate(capacity: capacity)
    }

    deinit {
        wipe(from: 0, count: capacity)
        unsafe pointer.deallocate()
    }

    @usableFromInline func wipe(from start: Int, count: Int) {
        unsafe cpk_wipe(pointer + start, count * MemoryLayout<Element>.stride)
    }
}
