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

/** Follows a list from page to page and a connection from cursor to cursor, to the end of both. */
async function checkPages(where, toml) {
  const requests = requestsFor(toml);
  const runs = find(requests, 'github.runs');
  const total = JSON.parse((await send(runs)).text).total_count;
  const seen = new Set();
  for (let url = runs.url.replace('per_page=30', 'per_page=3'); url; ) {
    const named = { ...runs, url };
    const answer = url.includes('/repositories/') ? await send(named) : await check(where, named);
    for (const run of JSON.parse(answer.text).workflow_runs) seen.add(run.id);
    url = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  if (seen.size !== total) report(where, `${seen.size} of ${total} runs on all pages`);
  const list = find(requests, 'railway.deployments');
  const body = JSON.parse(list.body);
  for (let pages = 1, after; ; ++pages) {
    const answer = await check(where, { ...list, body: JSON.stringify({ ...body, variables: { ...body.variables, first: 2, after } }) });
    const { edges, pageInfo } = JSON.parse(answer.text).data.deployments;
    if (!pageInfo.hasNextPage) {
      if (pages < 2) report(where, 'everything on one page');
      break;
    }
    if (edges.length !== 2 || pageInfo.endCursor !== edges[1].cursor) report(where, `a page of ${edges.length}`);
    after = pageInfo.endCursor;
  }
}

/** What Railway and GitHub say of a deployment that fails and of one that crashes. */
async function checkTroubles(where, toml, world) {
  const production = async () => JSON.parse((await send(find(requestsFor(toml), 'railway.overview'))).text).data.production;
  await world.post('event', { event: 'production-deploy-fails' });
  await check(where, find(requestsFor(toml), 'github.dispatch'));
  await world.post('advance', { seconds: 70 });
  await checkReads(`${where}, failed`, toml);
  const { status } = (await production()).latestDeployment;
  if (status !== 'FAILED') report(where, `the deployment that fails is ${status}`);
  await world.post('event', { event: 'production-crashes' });
  await checkReads(`${where}, crashed`, toml);
  const active = (await production()).activeDeployments.map((each) => each.status).join();
  if (active !== 'CRASHED') report(where, `the deployment that crashed is ${active}`);
}

for (const scenario of ['normal', 'racing-main', 'docs-only', 'lying-green', 'railway-up', 'rejected', 'colleague', 'outage']) {
  const world = await startWorld(scenario);
  try {
    if (scenario === 'outage') await world.post('advance', { seconds: 600 }); // a spoilt answer fits no schema
    const { tip } = await checkReads(`${scenario}, at first`, world.toml);
    if (scenario === 'normal') await checkPages('pages', world.toml);
    if (scenario === 'outage') await checkTroubles('troubles', world.toml, world);
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
