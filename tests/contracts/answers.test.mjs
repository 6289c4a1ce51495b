// SPDX-License-Identifier: GPL-3.0-or-later
// Every answer of the rehearsal, to every request that Slipway can send, fits the service's published schema: as each
// story begins, after a while, and after a promotion.
import { contractOf } from './contracts.mjs';
import { follow, requestsFor, send, startWorld } from './world.mjs';

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

const isRead = (request) => !request.command && !request.subscription;
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
    const others = run === runs[0]; // what is not GitHub's does not depend on the run
    for (const request of requestsFor(toml, named)) if (isRead(request) && (others || request.name.startsWith('github'))) await check(where, request);
  }
  return { tip, runs };
}

/** The same of one service only, without looking for what there is. */
async function checkService(where, toml, service, named) {
  for (const request of requestsFor(toml, named)) if (isRead(request) && request.name.startsWith(service)) await check(where, request);
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

const bodyOf = async (answer) => JSON.parse((await answer).text);
const deploymentsOf = async (requests, n) => (await bodyOf(send(requests.filter((each) => each.name === 'railway.deploymentPage')[n]))).data.deployments.edges.map((each) => each.node);

/** All that is answered to what goes back, stops and repairs, taken and refused. */
async function checkReturns(where, world) {
  const { toml } = world;
  const requests = requestsFor(toml);
  const production = () => deploymentsOf(requests, 1);
  const tell = (name, named) => check(`${where}, ${name} of ${JSON.stringify(named)}`, find(requestsFor(toml, named), name));
  const taken = async (name, named, yes) => {
    const answer = JSON.parse((await tell(name, named)).text);
    if (Boolean(answer.data) !== yes) report(where, `${name}: ${JSON.stringify(answer)}`);
  };
  const before = await production();
  const serving = before.find((each) => each.status === 'SUCCESS');
  const target = before.find((each) => each.canRollback && each.id !== serving.id);
  const gone = before.find((each) => each.status === 'REMOVED' && !each.canRollback);
  for (const each of [serving, gone, target ?? gone]) await tell('railway.variablesOf', { deployment: each.id });
  await taken('railway.rollBack', { deployment: gone.id }, false);
  await taken('railway.redeploy', { deployment: gone.id }, false);
  await taken('railway.approveDeployment', { deployment: serving.id }, false);
  await taken('railway.cancelDeployment', { deployment: serving.id }, false);
  for (const name of ['railway.rollBack', 'railway.redeploy', 'railway.rebuild']) {
    if (name !== 'railway.rebuild' && !target) continue;
    await taken(name, { deployment: (target ?? gone).id }, true);
    const [made] = await production();
    if (before.some((each) => each.id === made.id)) report(where, `${name} made nothing`);
    if (name === 'railway.rollBack' && (made.meta.imageDigest !== target.meta.imageDigest || made.meta.reason !== 'rollback')) report(where, `a rollback to ${made.meta.imageDigest}`);
    await checkService(`${where}, at once after ${name}`, toml, 'railway');
    await world.post('advance', { seconds: 60 });
    if (name === 'railway.rebuild') await taken('railway.cancelDeployment', { deployment: made.id }, true);
    await checkService(`${where}, after ${name}`, toml, 'railway');
  }
  await world.post('event', { event: 'unapproved-push' });
  await checkService(`${where}, waiting for an approval`, toml, 'railway');
  const [waiting] = await deploymentsOf(requests, 0);
  if (waiting.status !== 'NEEDS_APPROVAL') report(where, `the deployment that waits is ${waiting.status}`);
  await taken('railway.approveDeployment', { deployment: waiting.id }, true);
}

/** A review that is given, and one that is not ours to give; failed jobs that run again. */
async function checkRepairs(where, world) {
  const { toml } = world;
  const expect = async (name, named, status) => {
    const answer = await check(`${where}, ${name}`, find(requestsFor(toml, named), name));
    if (answer.status !== status) report(where, `${name}: ${answer.status} instead of ${status}`);
  };
  for (const [event, name, status] of [['protect-production', 'github.approve', 403], ['ask-us-for-review', 'github.reject', 200], ['ask-us-for-review', 'github.approve', 200]]) {
    await world.post('event', { event });
    const run = (await bodyOf(check(where, find(requestsFor(toml), 'github.dispatch')))).workflow_run_id;
    await world.post('advance', { seconds: 60 });
    const [pending] = await bodyOf(send(find(requestsFor(toml, { run }), 'github.pendingReviews')));
    await expect(name, { run, review: pending.environment.id }, status);
    await checkService(`${where}, ${name} after ${event}`, toml, 'github', { run });
    await expect(name, { run, review: pending.environment.id }, status === 403 ? 403 : 422);
    await world.post('advance', { seconds: 300 });
  }
  await world.post('event', { event: 'flaky-push' });
  await world.post('advance', { seconds: 600 });
  const runs = (await bodyOf(send(find(requestsFor(toml), 'github.runs')))).workflow_runs;
  const ci = runs.find((each) => each.path.endsWith('ci.yml') && each.conclusion === 'failure');
  await expect('github.rerunFailedJobs', { run: ci.id }, 201);
  await expect('github.rerunFailedJobs', { run: ci.id }, 403);
  await checkService(`${where}, run again`, toml, 'github', { run: ci.id });
  await world.post('advance', { seconds: 600 });
  await checkService(`${where}, and passed`, toml, 'github', { run: ci.id });
}

/** A repository that takes no commands, has a hundred workflows and is called otherwise; environments that serve nothing. */
async function checkLosses(where, world) {
  const { toml } = world;
  const requests = requestsFor(toml);
  const happens = (event) => world.post('event', { event });
  const refusesADispatch = async (why, status) => {
    const answer = await check(`${where}, ${why}`, find(requests, 'github.dispatch'));
    if (answer.status !== status) report(where, `${why}, a dispatch: ${answer.status}`);
  };
  for (const event of ['staging-removed', 'production-removed']) await happens(event);
  await checkService(`${where}, removed`, toml, 'railway');
  const overview = (await bodyOf(send(find(requests, 'railway.overview')))).data;
  const active = Object.values(overview).flatMap((each) => each?.activeDeployments ?? []);
  if (active.length) report(where, `${active.length} are active after all were removed`);
  await happens('many-workflows');
  const first = await check(`${where}, workflows`, find(requests, 'github.workflows'));
  if (!/rel="next"/.test(first.headers.get('link') ?? '')) report(where, 'a hundred workflows are on one page');
  await happens('push-taken-away');
  await refusesADispatch('without push', 403);
  await happens('repository-archived');
  const repository = await bodyOf(check(`${where}, archived`, find(requests, 'github.repository')));
  if (!repository.archived || repository.permissions.push) report(where, 'neither archived nor without push');
  await refusesADispatch('archived', 403);
  await happens('repository-renamed');
  const moved = await check(`${where}, renamed`, find(requests, 'github.repository'));
  const location = moved.headers.get('location') ?? '';
  if (moved.status !== 301 || !/\/repositories\/\d+$/.test(location) || JSON.parse(moved.text).url !== location) report(where, `renamed: ${moved.status} ${location}`);
  const named = await send({ ...find(requests, 'github.repository'), url: location });
  for (const problem of contractOf(find(requests, 'github.repository')).checkAnswer(find(requests, 'github.repository'), named.status, named.type, named.text)) report(`${where}, its number`, problem);
  if (JSON.parse(named.text).full_name === repository.full_name) report(where, 'it is called as before');
  const command = await send(find(requests, 'github.dispatch')); // no schema has a 307 of a dispatch
  if (command.status !== 307) report(where, `renamed, a dispatch: ${command.status}`);
}

/** What comes over Railway's socket, of logs and of a deployment that changes. */
async function checkStreams(where, world) {
  const { toml } = world;
  const [serving] = (await deploymentsOf(requestsFor(toml), 1)).filter((each) => each.status === 'SUCCESS');
  const told = async (request, enough, meanwhile) => {
    const { payloads, ended } = await follow(request, enough, meanwhile);
    if (!payloads.length) report(where, `${request.name}: nothing came`);
    for (const payload of payloads) {
      ++checked;
      for (const problem of contractOf(request).checkAnswer(request, 200, 'application/json', JSON.stringify(payload))) report(`${where}, ${request.name}`, problem);
    }
    return ended;
  };
  const requests = requestsFor(toml, { deployment: serving.id });
  for (const request of requests.filter((each) => each.name === 'railway.logStream')) await told(request, 2);
  await told(find(requests, 'railway.httpLogStream'), 2);
  const ended = await told(find(requests, 'railway.buildLogStream'), Infinity);
  if (ended !== 'complete') report(where, `a build's log ended with ${ended}`);
  const { sha } = await bodyOf(send(find(requests, 'github.tip')));
  await check(where, find(requestsFor(toml, { head: sha }), 'railway.deployCommit'));
  const [made] = await deploymentsOf(requestsFor(toml), 1);
  await told(find(requestsFor(toml, { deployment: made.id }), 'railway.statusStream'), 1, async () => {
    await new Promise((resolve) => setTimeout(resolve, 500)); // the subscription is on another connection
    await world.post('advance', { seconds: 60 });
  });
}

for (const scenario of ['normal', 'noisy-logs']) {
  const world = await startWorld(scenario);
  try {
    await checkStreams(`${scenario}, streams`, world);
  } catch (error) {
    report(scenario, error.stack);
  } finally {
    world.stop();
  }
}

{
  const world = await startWorld('normal');
  try {
    await checkLosses('losses', world);
  } catch (error) {
    report('losses', error.stack);
  } finally {
    world.stop();
  }
}

for (const scenario of ['bad-release', 'expired-image']) {
  const world = await startWorld(scenario);
  try {
    await world.post('advance', { seconds: 30 });
    if (scenario === 'bad-release') await checkReads(`${scenario}, gone bad`, world.toml);
    const text = await check(scenario, find(requestsFor(world.toml, { file: 'supabase/migrations/20261118_limits.sql' }), 'github.fileText'));
    if (text.status !== 200 || !text.text.includes('CREATE TABLE')) report(scenario, `the migration: ${text.status}`);
    await checkReturns(scenario, world);
    if (scenario === 'bad-release') await checkRepairs(scenario, world);
  } catch (error) {
    report(scenario, error.stack);
  } finally {
    world.stop();
  }
}

for (const scenario of ['normal', 'racing-main', 'docs-only', 'lying-green', 'railway-up', 'run-again', 'rejected', 'colleague', 'outage', 'slow-burn']) {
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
