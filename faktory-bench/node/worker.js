// Runs jobs by the published Node worker, under the harness's control: see Gate.java for what is said to it.
const net = require("net");
const readline = require("readline");
const faktory = require("faktory-worker");

const [host, port] = process.env.BENCH_CONTROL.split(":");
const control = net.connect(Number(port), host);
let gate = Promise.resolve();
let open = () => {};
let waiting = 0;
let lanes = 0;
let left = 0;
let opened = 0n;

faktory.register("bench", async () => {
  if (++waiting === lanes) control.write("held\n");
  await gate;
  if (--left === 0) control.write(`${process.hrtime.bigint() - opened}\n`);
});

readline.createInterface({ input: control }).on("line", (line) => {
  const [verb, count] = line.split(" ");
  if (verb === "hold") {
    gate = new Promise((resolve) => (open = resolve));
    waiting = 0;
    lanes = Number(count);
    control.write("closed\n");
  } else if (verb === "go") {
    left = Number(count);
    opened = process.hrtime.bigint();
    open();
  }
});
control.on("close", () => process.exit(0));

faktory.work({ queues: [process.argv[2]], concurrency: 10 }).catch((error) => {
  console.error(error);
  process.exit(1);
});
