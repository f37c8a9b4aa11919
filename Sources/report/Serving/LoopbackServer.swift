import Foundation

/// A web server for the browser on this machine: GET and HEAD, one answer per connection.
///
/// Bound to 127.0.0.1, so that nobody else can reach it. A connection that says nothing for some
/// seconds is closed. A hundred lines over sockets, because a library for all of HTTP took as long to
/// compile as the program's own commands.
struct LoopbackServer: Sendable {
  /// The port it listens on; a free one was taken if 0 was asked for.
  let port: UInt16
  private let socket: Int32

  /// Listens on 127.0.0.1; throws what the system says where the port cannot be used.
  init(port wanted: UInt16) throws(ServeError) {
    func fail() -> ServeError {
      ServeError(port: wanted, reason: String(cString: strerror(errno)))
    }
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let socket = Foundation.socket(AF_INET, kind, 0)
    guard socket >= 0 else { throw fail() }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // A server that was stopped a moment ago leaves connections behind that would block the port.
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 64) == 0
          && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else {
      let error = fail()
      close(socket)
      throw error
    }
    self.socket = socket
    port = UInt16(bigEndian: address.sin_port)
  }

  /// Answers until the task is cancelled; several browsers' questions at a time.
  func run(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) async throws {
    let workers = DispatchQueue(label: "answers", attributes: .concurrent)
    let source = DispatchSource.makeReadSource(
      fileDescriptor: socket, queue: DispatchQueue(label: "server"))
    source.setEventHandler { [socket] in
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { return }
      workers.async {
        Self.serve(connection, answer)
        close(connection)
      }
    }
    source.setCancelHandler { [socket] in close(socket) }
    source.resume()
    defer { source.cancel() }
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private static func serve(_ connection: Int32, _ answer: (HTTPRequest) -> HTTPResponse) {
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        connection, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    guard let head = readHead(connection) else { return }
    let response: HTTPResponse
    switch HTTPRequest(head: head) {
    case let request? where request.method == "GET" || request.method == "HEAD":
      response = answer(request)
    case .some: response = HTTPResponse(status: .methodNotAllowed)
    case nil: response = HTTPResponse(status: .badRequest)
    }
    send(response.bytes(withBody: !head.hasPrefix("HEAD ")), to: connection)
  }

  /// The request line and the fields; nil if the connection ends, or is silent, or goes on for ever.
  private static func readHead(_ connection: Int32) -> String? {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while received.count < 65_536 {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      received += buffer[..<count]
      if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
        return String(decoding: received[..<end.lowerBound], as: UTF8.self)
      }
    }
    return nil
  }

  private static func send(_ bytes: Data, to connection: Int32) {
    #if os(Linux)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
      var yes: Int32 = 1
      setsockopt(
        connection, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.send(connection, part.baseAddress, part.count, flags)
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}

/// What went wrong with the server.
struct ServeError: Error, CustomStringConvertible {
  let port: UInt16
  let reason: String

  var description: String {
    "the port \(port) cannot be used (\(reason)); choose another with --port"
  }
}
