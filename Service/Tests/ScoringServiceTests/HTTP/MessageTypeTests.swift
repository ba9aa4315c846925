// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import ScoringService
import Testing
import WireFormats

@Suite("Content negotiation")
struct MessageTypeTests {
    @Test(
        "types of bodies",
        arguments: [
            ("application/x-protobuf", "application/x-protobuf"), ("application/json", "application/json"),
            ("application/protobuf", "application/protobuf"), ("Application/JSON; charset=utf-8", "application/json"),
            ("application/vnd.google.protobuf;x=\"a;b\"", "application/vnd.google.protobuf"),
            (" application/json ", "application/json"),
        ])
    func bodies(_ field: String, _ name: String) throws {
        let type = try MessageType.ofBody([.contentType: field])
        #expect(type.name == name)
        #expect(type.encoding == (name.hasSuffix("json") ? .json : .binary))
    }

    @Test(
        "other types are refused with the list",
        arguments: [
            nil, "", "text/plain", "application/*", "*/*", "application/json/x", "application", "application/ json",
            "application/json, application/json", "application/x-protobuf+json", "application/jsön", ";", "/",
        ])
    func otherBodies(_ field: String?) {
        let problem = #expect(throws: Problem.self) { try MessageType.ofBody(field.map { [.contentType: $0] } ?? [:]) }
        #expect(problem?.code == .unsupportedMediaType)
        for type in MessageType.all {
            #expect(problem?.detail.contains(type.name) == true)
            #expect(problem?.headers[.accept]?.contains(type.name) == true)
        }
        var doubled = HTTPFields()
        doubled[values: .contentType] = ["application/json", "application/json"]
        #expect(throws: Problem.self) { try MessageType.ofBody(doubled) }
    }

    @Test(
        "compressed bodies are refused, and told what is read", arguments: ["gzip", "GZIP", "identity, gzip", "x", ""])
    func encodings(_ encoding: String) throws {
        let headers: HTTPFields = [.contentType: "application/json", .contentEncoding: encoding]
        let problem = #expect(throws: Problem.self) { try MessageType.ofBody(headers) }
        #expect(problem?.code == .unsupportedMediaType && problem?.headers[.acceptEncoding] == "identity")
        let plain: HTTPFields = [.contentType: "application/json", .contentEncoding: "Identity"]
        #expect(try MessageType.ofBody(plain).encoding == .json)
    }

    @Test(
        "types of answers",
        arguments: [
            ("", "json", "application/json"), ("*/*", "json", "application/json"),
            ("*/*", "x-protobuf", "application/x-protobuf"), ("application/*", "protobuf", "application/protobuf"),
            ("application/json", "x-protobuf", "application/json"),
            ("application/protobuf", "json", "application/protobuf"),
            ("application/json;q=0.5, application/x-protobuf", "json", "application/x-protobuf"),
            ("application/json;q=0.5, application/x-protobuf;q=0.4", "x-protobuf", "application/json"),
            ("application/json;q=0, */*", "json", "application/x-protobuf"),
            ("*/*;q=0.1, application/json;q=0.2", "x-protobuf", "application/json"),
            ("application/x-protobuf;q=0, */*;q=0.5", "x-protobuf", "application/vnd.google.protobuf"),
            ("text/html, application/json; q=0.9;x=\"a,b\", */*;q=0.1", "x-protobuf", "application/json"),
            ("nonsense, application/json;q=2, application/protobuf", "json", "application/protobuf"),
            ("application/json; Q=1.000", "x-protobuf", "application/json"),
        ])
    func answers(_ accept: String, _ request: String, _ answer: String) throws {
        let request = try MessageType.ofBody([.contentType: "application/" + request])
        #expect(try MessageType.ofAnswer([.accept: accept], to: request).name == answer)
    }

    @Test(
        "answers that cannot be given",
        arguments: [
            "text/html", "application/json;q=0", "*/*;q=0", "application/xml, text/*", "*/json",
            "application/json;q=1.5",
            "application/json;q=", "application/json;q=-1", "application/json;q=0.0001", "application/json;q=0;q=1",
            ";", "é",
        ])
    func noAnswers(_ accept: String) throws {
        let request = try MessageType.ofBody([.contentType: "application/json"])
        let problem = #expect(throws: Problem.self) { try MessageType.ofAnswer([.accept: accept], to: request) }
        #expect(problem?.code == .notAcceptable)
        #expect(try MessageType.ofAnswer([:], to: request) == request)
    }
}
