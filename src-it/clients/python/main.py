"""The published Python client and worker: pushes 5 jobs that succeed and 1 that fails, runs them, and stays until it is terminated."""

from pyfaktory import Client, Consumer, Job, Producer


def good(*_):
    return None


def bad(*_):
    raise ValueError("meant to fail")


def push():
    with Client(role="producer") as client:
        producer = Producer(client=client)
        many = [Job(jobtype="good", args=(i, "text", {"deep": [1, 2]}), queue="default") for i in range(4)]
        refused = producer.push_bulk(many)
        if refused:
            raise RuntimeError(f"refused: {refused}")
        producer.push(Job(jobtype="good", args=("alone",), queue="default"))
        producer.push(Job(jobtype="bad", args=(), queue="default"))


def main():
    push()
    with Client(role="consumer", beat_period=5) as client:
        consumer = Consumer(client=client, queues=["default"], concurrency=2, grace_period=5)
        consumer.register("good", good)
        consumer.register("bad", bad)
        consumer.run()


if __name__ == "__main__":
    main()
