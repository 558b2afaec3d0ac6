//! Just enough HTTP/1.1 for a browser on the same machine: GET and HEAD, a thread for each connection.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::site;

/// A request's head is refused beyond this size.
const MAX_HEAD: u64 = 16 * 1024;
/// A connection on which nothing comes for so long is closed.
const IDLE: Duration = Duration::from_secs(60);

/// Answers every connection until the program ends.
pub fn answer_all(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // A visitor who goes away in the middle is no error.
        thread::spawn(move || {
            // Without Nagle's wait, which would hold a short answer's body back until its head is confirmed.
            stream
                .set_nodelay(true)
                .and_then(|()| stream.set_read_timeout(Some(IDLE)))
                .and_then(|()| converse(&stream, &folder))
        });
    }
}

/// Answers the requests of one connection, one after the other.
fn converse(stream: &TcpStream, folder: &Path) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        answer(stream, &request, folder)?;
        if request.last {
            break;
        }
    }
    Ok(())
}

/// What a request wants.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    method: String,
    url: String,
    /// Nothing more is read from this connection.
    last: bool,
}

/// Reads a request's head; `None` at the end of the connection.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut head = reader.take(MAX_HEAD);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (Some(method), Some(url), Some(version)) = (words.next(), words.next(), words.next())
    else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let mut last = version != "HTTP/1.1";
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            return Ok(Some(Request { method, url, last }));
        }
        // A body is of no use to a file, so it is not read, and then no request can follow it.
        let closes = line
            .strip_prefix("connection:")
            .is_some_and(|value| value.trim() == "close");
        last |=
            closes || line.starts_with("content-length:") || line.starts_with("transfer-encoding:");
    }
}

/// Answers one request.
fn answer(stream: &TcpStream, request: &Request, folder: &Path) -> io::Result<()> {
    let body_wanted = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => {
            return refuse(
                stream,
                "405 Method Not Allowed\r\nAllow: GET, HEAD",
                true,
                request.last,
            );
        }
    };
    let Some((file, mime)) = site::find(&request.url, folder) else {
        return refuse(stream, "404 Not Found", body_wanted, request.last);
    };
    let length = file.metadata()?.len();
    send(stream, "200 OK", mime, length, request.last)?;
    if body_wanted {
        copy(file, length, stream)
    } else {
        Ok(())
    }
}

fn copy(file: File, length: u64, mut stream: &TcpStream) -> io::Result<()> {
    let sent = io::copy(&mut file.take(length), &mut stream)?;
    // A file that has shrunk meanwhile leaves an answer that cannot be completed.
    if sent == length {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn refuse(mut stream: &TcpStream, status: &str, body_wanted: bool, last: bool) -> io::Result<()> {
    let words = b"there is nothing here\n";
    send(
        stream,
        status,
        "text/plain; charset=utf-8",
        words.len() as u64,
        last,
    )?;
    if body_wanted {
        stream.write_all(words)
    } else {
        Ok(())
    }
}

/// Sends an answer's head in one piece.
fn send(
    mut stream: &TcpStream,
    status: &str,
    mime: &str,
    length: u64,
    last: bool,
) -> io::Result<()> {
    let connection = if last { "close" } else { "keep-alive" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: {connection}\r\n\r\n"
    );
    stream.write_all(head.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{answer_all, read_request};
    use crate::shell::root;
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::thread;

    #[test]
    fn reads_the_request_line_and_what_ends_the_connection() {
        let read = |text: &str| read_request(&mut text.as_bytes()).ok().flatten();
        let plain = read("GET /www/a.js HTTP/1.1\r\nHost: here\r\n\r\n").expect("a request");
        assert_eq!(
            (plain.method.as_str(), plain.url.as_str(), plain.last),
            ("GET", "/www/a.js", false)
        );
        assert!(read("GET / HTTP/1.0\r\n\r\n").expect("a request").last);
        assert!(
            read("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n")
                .expect("a request")
                .last
        );
        assert!(
            read("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
                .expect("a request")
                .last
        );
        assert_eq!(read(""), None);
        assert_eq!(read("nonsense\r\n\r\n"), None);
        assert_eq!(
            read(&format!(
                "GET / HTTP/1.1\r\nX: {}\r\n\r\n",
                "x".repeat(20_000)
            )),
            None
        );
    }

    /// What a server over this project answers to `text`.
    fn ask(text: &str) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let folder = root().canonicalize().expect("the project's folder");
        thread::spawn(move || answer_all(&listener, &folder));
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(text.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    #[test]
    fn answers_over_one_connection_in_turn() {
        let answers = ask(
            "HEAD / HTTP/1.1\r\n\r\nGET /Cargo.toml HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        );
        assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2);
        assert_eq!(answers.matches("HTTP/1.1 404 Not Found").count(), 1);
        assert_eq!(answers.matches("<!doctype html>").count(), 1);
        assert!(
            answers.contains("Cache-Control: no-cache") && !answers.contains("Content-Encoding")
        );
    }

    #[test]
    fn refuses_to_be_written_to() {
        let answer = ask("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
        assert!(answer.starts_with("HTTP/1.1 405") && answer.contains("Allow: GET, HEAD"));
    }
}
