// SPDX-License-Identifier: GPL-3.0-or-later
// Every answer of the rehearsal, to every request that Slipway can send, fits the service's published schema: as each
// story begins, after a while, and after a promotion.
import { contractOf } from './contracts.mjs';
import { requestsFor, send, startWorld } from './world.mjs';

let checked = 0;
let wrong = 0;

function report(where, problem) {
  ++wrong;
  console.error(`${where}: ${problem}`);
}

async function check(where, request) {
  const answer = await send(request);
  const contract = contractOf(request);
  if (contract) {
    ++checked;
    for (const problem of contract.checkAnswer(request, answer.status, answer.type, answer.text)) report(`${where}, ${request.name}`, problem);
  }
  return answer;
}

const find = (requests, name) => requests.find((each) => each.name === name);

/** Asks everything that is a read; runs, jobs, commits and deployments are those of the world itself. */
async function checkReads(where, toml) {
  const first = requestsFor(toml);
  const runs = JSON.parse((await check(where, find(first, 'github.runs'))).text).workflow_runs ?? [];
  const overview = JSON.parse((await check(where, find(first, 'railway.overview'))).text).data ?? {};
  const tip = JSON.parse((await check(where, find(first, 'github.tip'))).text).sha;
  const deployment = Object.values(overview).map((each) => each?.latestDeployment?.id).find(Boolean);
  for (const run of runs.slice(0, 4)) {
    const named = { run: run.id, head: tip ?? run.head_sha, base: runs.at(-1).head_sha };
    if (deployment) named.deployment = deployment;
    const jobs = JSON.parse((await send(find(requestsFor(toml, named), 'github.jobs'))).text).jobs ?? [];
    const done = jobs.find((each) => each.status === 'completed');
    if (done) named.job = done.id;
    for (const request of requestsFor(toml, named)) if (!request.command) await check(where, request);
  }
  return { tip, runs };
}

for (const scenario of ['normal', 'racing-main', 'docs-only', 'lying-green', 'railway-up', 'rejected', 'colleague']) {
  const world = await startWorld(scenario);
  try {
    const { tip } = await checkReads(`${scenario}, at first`, world.toml);
    await world.post('advance', { seconds: 45 });
    if (scenario === 'normal') await world.post('event', { event: 'protect-production' }); // a job that waits for its review
    if (scenario === 'lying-green') await world.post('event', { event: 'production-degrades' }); // and an open incident
    await checkReads(`${scenario}, 45 s later`, world.toml);
    const commands = requestsFor(world.toml, { head: tip, tag: `deploy/test-${scenario}` });
    for (const name of ['github.createTag', 'github.createTag', 'github.dispatch', 'railway.deployCommit']) await check(`${scenario}, commanded`, find(commands, name));
    for (const seconds of [5, 60, 300]) {
      await world.post('advance', { seconds });
      const { runs } = await checkReads(`${scenario}, ${seconds} s after the dispatch`, world.toml);
      if (seconds === 5) await check(`${scenario}, cancelled`, find(requestsFor(world.toml, { run: runs[0].id }), 'github.cancelRun'));
    }
  } catch (error) {
    report(scenario, error.stack);
  } finally {
    world.stop();
  }
}
console.log(`${checked} answers checked, ${wrong} problems`);
process.exit(wrong || checked < 300 ? 1 : 0);
