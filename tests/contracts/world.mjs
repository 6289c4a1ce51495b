// SPDX-License-Identifier: GPL-3.0-or-later
// The rehearsal as a process, and what Slipway would ask it.
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { WebSocket } from 'ws'; // Node has one of its own from 22 on

const binaries = process.env.SLIPWAY_BINARIES ?? '';

export async function startWorld(scenario) {
  const child = spawn(path.join(binaries, 'slipway-rehearsal'), [scenario], { stdio: ['pipe', 'pipe', 'inherit'] });
  let toml = '';
  await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`slipway-rehearsal ended with ${code}`)));
    child.stdout.on('data', (bytes) => {
      toml += bytes;
      if (/^# ready/m.test(toml)) resolve();
    });
  });
  child.removeAllListeners('exit');
  const control = /control = "([^"]+)"/.exec(toml)[1];
  const post = async (what, body) => {
    const answer = await fetch(new URL(what, `${control}/`), { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  };
  return { toml, post, stop: () => child.stdin.end() };
}

/** Every request that Slipway can send to that project; `named` says which run, commit and so on. */
export function requestsFor(toml, named = {}) {
  const words = Object.entries(named).map(([name, value]) => `${name}=${value}`);
  const lines = execFileSync(path.join(binaries, 'contract_requests'), words, { input: toml }).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const credentials = { 1: ['authorization', 'Bearer rehearsal-github'], 2: ['authorization', 'Bearer rehearsal-railway'],
  3: ['project-access-token', 'rehearsal-railway-staging'], 4: ['project-access-token', 'rehearsal-railway-production'],
  5: ['authorization', 'Bearer rehearsal-sentry'], 6: ['authorization', 'Bearer rehearsal-grafana'] };

/** Sends one as Slipway would, and gives status, type and text of the answer. */
export async function send(request) {
  const headers = { ...request.headers };
  if (credentials[request.credential]) headers[credentials[request.credential][0]] = credentials[request.credential][1];
  const body = request.method === 'GET' ? undefined : request.body || '{}';
  if (body) headers['content-type'] ??= 'application/json';
  const answer = await fetch(request.url, { method: request.method, headers, body, redirect: 'manual' });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text(), headers: answer.headers };
}

/**
 * Follows a subscription as Slipway would, until it ends or `enough` payloads came, and gives them. `meanwhile` runs
 * once it is subscribed.
 */
export async function follow(request, enough, meanwhile = async () => {}) {
  const [name, value] = credentials[request.credential];
  const url = request.url.replace(/^http/, 'ws');
  const socket = new WebSocket(url, ['graphql-transport-ws'], { headers: { [name]: value, 'user-agent': 'contracts' } });
  const payloads = [];
  let ended = '';
  try {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${payloads.length} of ${enough} payloads came`)), 20_000);
      socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
      socket.onerror = ({ error }) => reject(error ?? new Error('the socket failed'));
      socket.onclose = ({ code }) => reject(new Error(`closed with ${code}`));
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'connection_ack') {
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: JSON.parse(request.body) }));
          meanwhile().catch(reject);
        }
        if (message.type === 'next') payloads.push(message.payload);
        if (['complete', 'error'].includes(message.type)) ended = message.type;
        if (!ended && payloads.length < enough) return;
        clearTimeout(timer);
        resolve();
      };
    });
  } finally {
    socket.onclose = socket.onerror = null;
    socket.close();
  }
  return { payloads, ended };
}
