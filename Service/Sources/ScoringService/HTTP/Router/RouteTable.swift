// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Synchronization

/// Which methods each path answers; the router itself tells only whether both fit.
final class RouteTable: Sendable {
    private struct Route {
        let path: RouterPath
        var methods: Set<String>
    }

    private let routes = Mutex<[Route]>([])

    func add(_ path: RouterPath, _ method: HTTPRequest.Method) {
        routes.withLock { routes in
            if let index = routes.firstIndex(where: { $0.path == path }) {
                routes[index].methods.insert(method.rawValue)
            } else {
                routes.append(Route(path: path, methods: [method.rawValue, HTTPRequest.Method.options.rawValue]))
            }
        }
    }

    /// The template of a path, and the methods that it answers as the header Allow lists them.
    func match(_ path: String) -> (template: String, allow: String)? {
        let components = path.split(separator: "/")
        let matches = routes.withLock { $0.filter { Self.matches($0.path, components) } }
        guard let first = matches.first else { return nil }
        let methods = matches.reduce(into: Set()) { $0.formUnion($1.methods) }
        return (first.path.description, methods.sorted().joined(separator: ", "))
    }

    private static func matches(_ path: RouterPath, _ components: [Substring]) -> Bool {
        let isOpen = path.components.last == .recursiveWildcard
        guard isOpen ? components.count >= path.count : components.count == path.count else { return false }
        return zip(path, components).allSatisfy { $0 ~= $1 }
    }
}
