// The published Node client and worker: pushes 5 jobs that succeed and 1 that fails, runs them, and stays until it is terminated.
const faktory = require("faktory-worker");

async function push() {
  const client = await faktory.connect();
  const many = [0, 1, 2, 3].map((i) => client.job("good", i, "text", { deep: [1, 2] }));
  const refused = await client.pushBulk(many);
  if (Object.keys(refused).length !== 0) {
    throw new Error(`refused: ${JSON.stringify(refused)}`);
  }
  await client.job("good", "alone").push();
  await client.job("bad").push();
  await client.close();
}

async function main() {
  await push();
  faktory.register("good", async () => {});
  faktory.register("bad", async () => {
    throw new Error("meant to fail");
  });
  await faktory.work({ concurrency: 2, beatInterval: 5 });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
