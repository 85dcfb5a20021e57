//! The sim on a loopback port, for clients of other languages. It must not know what is
//! asked or answered.

use super::delivery::{Answer, Delivery, Reply};
use super::front::Sim;
use super::signature::Incoming;
use futures::StreamExt as _;
use http::{Request, Response};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Bytes, Frame, Incoming as IncomingBody};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// An open port. It is closed, with every connection to it, when this is dropped.
pub struct Listener {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Listener {
    /// Where it listens, with the port that was found where 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the port is closed, which nothing but its end does.
    pub async fn closed(&mut self) {
        // A task that was aborted has ended as well.
        let _ended = (&mut self.task).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Opens a port, on loopback only: nothing here is meant for a network.
pub async fn listen(sim: &Sim, address: SocketAddr) -> io::Result<Listener> {
    if !address.ip().is_loopback() {
        let text = format!("listen on {address}: only loopback addresses are allowed");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(accept(listener, sim.clone()));
    Ok(Listener { address, task })
}

async fn accept(listener: TcpListener, sim: Sim) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(serve(stream, sim.clone()));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, sim: Sim) {
    let service = service_fn(|request| answer(sim.clone(), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that goes away in the middle is no event here.
    let _ended = connection.await;
}

type Body = StreamBody<futures::stream::BoxStream<'static, io::Result<Frame<Bytes>>>>;

async fn answer(sim: Sim, request: Request<IncomingBody>) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let host = parts
        .headers
        .get("host")
        .and_then(|host| host.to_str().ok());
    let answer = sim.answer(&Incoming {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        host: host.unwrap_or_default(),
        body: &body,
    });
    deliver(answer).await
}

async fn deliver(answer: Answer) -> io::Result<Response<Body>> {
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    match answer.delivery {
        Delivery::Whole(reply) => response(reply, false),
        Delivery::Cut(reply) => response(reply, true),
        Delivery::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        Delivery::Never => std::future::pending().await,
    }
}

fn response(reply: Reply, is_cut: bool) -> io::Result<Response<Body>> {
    let mut body = Bytes::from(reply.body);
    let length = body.len();
    let mut end = None;
    if is_cut {
        body.truncate(length / 2);
        end = Some(Err(io::ErrorKind::ConnectionReset.into()));
    }
    let frames = std::iter::once(Ok(Frame::data(body))).chain(end);
    let mut response = Response::builder();
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    if let Some(id) = reply.request_id {
        response = response.header("x-amzn-requestid", id);
    }
    response
        .status(reply.status)
        .header("content-type", reply.content_type)
        .header("content-length", length)
        .header("date", reply.date)
        .body(StreamBody::new(futures::stream::iter(frames).boxed()))
        .map_err(io::Error::other)
}
