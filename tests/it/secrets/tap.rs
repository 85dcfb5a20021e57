//! A wire with a listener on it, who writes down what AWS hands out.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Passes every connection on, and keeps the answers.
pub struct Tap {
    pub address: SocketAddr,
    answers: Arc<Mutex<Vec<u8>>>,
}

impl Tap {
    pub fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let answers = Arc::<Mutex<Vec<u8>>>::default();
        let kept = Arc::clone(&answers);
        // It ends with the process.
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(upstream) else {
                    continue;
                };
                pass(&near, &far, None);
                pass(&far, &near, Some(Arc::clone(&kept)));
            }
        });
        Self { address, answers }
    }

    pub fn issued(&self) -> Vec<String> {
        issued(&self.answers.lock().expect("the answers"))
    }
}

/// Every session token, session key and its id in what AWS answered.
pub fn issued(answers: &[u8]) -> Vec<String> {
    let answers = String::from_utf8_lossy(answers);
    let of = |name: &str| -> Vec<String> {
        let open = format!("<{name}>");
        let pieces = answers.split(&open).skip(1);
        pieces
            .filter_map(|piece| piece.split_once('<'))
            .map(|(value, _)| value.to_owned())
            .collect()
    };
    [of("SessionToken"), of("SecretAccessKey"), of("AccessKeyId")].concat()
}

fn pass(from: &TcpStream, to: &TcpStream, keep: Option<Arc<Mutex<Vec<u8>>>>) {
    let (mut from, mut to) = (
        from.try_clone().expect("a stream"),
        to.try_clone().expect("a stream"),
    );
    thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if let Some(keep) = &keep {
                keep.lock().expect("the answers").extend(&buffer[..length]);
            }
            if to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        to.shutdown(std::net::Shutdown::Both).ok();
    });
}
