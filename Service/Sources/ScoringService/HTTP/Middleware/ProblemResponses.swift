// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging
import NIOHTTP1

/// Turns whatever is thrown into a problem document; the cause of a fault goes into the log.
struct ProblemResponses: RouterMiddleware {
    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection has lost its place in the stream; the server answers and closes it.
            context.record.update { $0.problem = Problem.Code.badRequest.name }
            throw error
        } catch {
            let problem = Problem(describing: error)
            context.record.update { $0.problem = problem.code.name }
            if let cause = problem.loggedCause {
                context.logger.error(
                    "request failed", metadata: ["cause": .string(cause), "route": .string(context.route)])
            }
            return problem.response(requestID: context.requestID)
        }
    }
}
