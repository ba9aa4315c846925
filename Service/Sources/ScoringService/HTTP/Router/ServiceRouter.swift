// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes
package import Hummingbird

/// A router behind which every answer, of whatever route and error, has the same manners.
///
/// Routes are added as to any router. HEAD comes with each GET; OPTIONS and the answer to other methods come from the routes
/// that there are.
package final class ServiceRouter: RouterMethods, HTTPResponderBuilder {
    /// What routes get of a request.
    package typealias Context = ServiceContext

    private let router = Router(context: ServiceContext.self)
    private let routes = RouteTable()

    /// A router without routes.
    ///
    /// - Parameters:
    ///   - settings: What the operator decided.
    ///   - observers: Are told of each request once its answer is written, one after the other, on the request's own thread:
    ///     they take little time.
    package init(settings: HTTPSettings = HTTPSettings(), observers: [@Sendable (CompletedRequest) -> Void] = []) {
        // Outermost first. Whatever stands before ProblemResponses sees answers only, never errors.
        router.add(middleware: RequestIdentification())
        router.add(middleware: ClientAddressing(proxies: settings.trustedProxies))
        router.add(middleware: RequestObservation(observers: observers))
        router.add(middleware: HeadSemantics())
        router.add(middleware: SecurityHeaders(isTLS: settings.isTLS))
        router.add(middleware: CrossOrigin(allowedOrigins: settings.allowedOrigins))
        router.add(middleware: ProblemResponses())
        router.add(middleware: HostCheck(publicNames: settings.publicNames))
        router.add(middleware: MethodSemantics(routes: routes))
    }

    /// Adds a route; for GET one for HEAD as well.
    @discardableResult
    package func on<Responder: HTTPResponder>(
        _ path: RouterPath, method: HTTPRequest.Method, responder: Responder
    ) -> Self where Responder.Context == Context {
        for method in method == .get ? [.get, .head] : [method] {
            routes.add(path, method)
            router.on(path, method: method, responder: responder)
        }
        return self
    }

    /// Adds a middleware for the routes that are added after it, inside of the router's own.
    @discardableResult
    package func add(middleware: any MiddlewareProtocol<Request, Response, Context>) -> Self {
        router.add(middleware: middleware)
        return self
    }

    /// The responder of an application.
    package func buildResponder() -> RouterResponder<ServiceContext> { router.buildResponder() }
}
