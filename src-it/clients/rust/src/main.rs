//! The published Rust client and worker: pushes 5 jobs that succeed and 1 that fails, runs them, and stays until it is terminated.

use faktory::{Client, Job, Worker};
use std::io::{Error, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    push().await?;
    let mut worker = Worker::builder()
        .workers(2)
        .register_fn("good", |_| async { Ok::<(), Error>(()) })
        .register_fn("bad", |_| async { Err::<(), Error>(Error::new(ErrorKind::Other, "meant to fail")) })
        .connect()
        .await?;
    let details = worker.run(&["default"]).await?;
    println!("stopped: {:?}", details.reason);
    Ok(())
}

async fn push() -> Result<(), Box<dyn std::error::Error>> {
    let mut client = Client::connect().await?;
    let many = (0..4).map(|i| Job::new("good", vec![i]).on_queue("default"));
    let (count, refused) = client.enqueue_many(many).await?;
    if count != 4 || refused.is_some() {
        return Err(format!("{count} accepted, refused: {refused:?}").into());
    }
    client.enqueue(Job::new("good", vec!["alone"])).await?;
    client.enqueue(Job::new("bad", Vec::<String>::new())).await?;
    Ok(())
}
