// SPDX-License-Identifier: GPL-3.0-or-later
// The services' published schemas, and what they say about one request or one answer.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const folder = process.env.SLIPWAY_CONTRACTS ?? '';
if (!folder || !existsSync(path.join(folder, 'railway', 'railway-schema.graphql'))) {
  console.log('skipped: SLIPWAY_CONTRACTS names no folder with the schemas');
  process.exit(77);
}

const [{ default: Ajv }, { default: addFormats }, graphql] = await Promise.all(
  ['ajv', 'ajv-formats', 'graphql'].map((name) => import(name)),
).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.log('skipped: the packages of these tests are not installed: run "npm ci" in tests/contracts');
  process.exit(77);
});

const read = (...parts) => readFileSync(path.join(folder, ...parts), 'utf8');

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type. */
function withNull(node) {
  if (Array.isArray(node)) return node.map(withNull);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNull(value)]));
  if (nullable === undefined || typeof nullable === 'object') return nullable === undefined ? rest : { ...rest, nullable };
  if (!nullable) return rest;
  if (typeof rest.type === 'string' && !rest.enum) return { ...rest, type: [rest.type, 'null'] };
  return { anyOf: [rest, { type: 'null' }] };
}

// Where a parameter takes GitHub's search syntax for times, which its format does not say, the time within: ">=2026-10-31".
function timeIn(parameter, value) {
  if (parameter.schema?.format !== 'date-time' || !parameter.description?.includes('search syntax')) return value;
  const time = value.replace(/^(>=|<=|>|<)/, '');
  return /^\d{4}-\d\d-\d\d$/.test(time) ? `${time}T00:00:00Z` : time;
}

class OpenApi {
  constructor(file, root) {
    this.document = withNull(JSON.parse(read(...file)));
    this.root = root;
    this.ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, coerceTypes: false, logger: false });
    addFormats(this.ajv);
    this.ajv.addSchema(this.document, 'contract');
    this.query = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array', logger: false });
    addFormats(this.query);
    this.query.addSchema(this.document, 'contract');
  }

  resolve(node) {
    while (node?.$ref) node = node.$ref.slice(2).split('/').reduce((at, key) => at[unescapePointer(key)], this.document);
    return node;
  }

  operation(method, pathname) {
    const candidates = [];
    for (const template of Object.keys(this.document.paths)) {
      if (!this.document.paths[template][method.toLowerCase()]) continue;
      const names = [];
      const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{([^}]+)\}/g, (_, name) => {
        names.push(name);
        return ['ref', 'path', 'basehead'].includes(name) ? '(.+)' : '([^/]+)';
      });
      if (new RegExp(`^${pattern}$`).test(pathname)) candidates.push({ template, names });
    }
    // The most literal template wins: /actions/runs over /actions/{x}.
    candidates.sort((a, b) => a.names.length - b.names.length || b.template.length - a.template.length);
    return candidates[0]?.template;
  }

  pointer(...keys) {
    return `contract#/${keys.map(escapePointer).join('/')}`;
  }

  checkRefusal(template, status, text) {
    return typeof JSON.parse(text).message === 'string' ? [] : [`${template}: a ${status} without a message`];
  }

  checkRequest(request) {
    const url = new URL(request.url);
    const pathname = decodeURI(url.pathname).slice(this.root.length);
    const template = this.operation(request.method, pathname);
    if (!template) return [`no operation ${request.method} ${pathname}`];
    const problems = [];
    const item = this.document.paths[template];
    const operation = item[request.method.toLowerCase()];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => this.resolve(each));
    const known = new Map(parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]));
    for (const [name, value] of url.searchParams) {
      const parameter = known.get(name);
      if (!parameter) problems.push(`${template}: no query parameter ${name}`);
      else if (!this.query.validate(parameter.schema ?? {}, timeIn(parameter, value))) problems.push(`${template}: ${name}=${value}: ${this.query.errorsText()}`);
    }
    for (const parameter of known.values())
      if (parameter.required && !url.searchParams.has(parameter.name)) problems.push(`${template}: ${parameter.name} is missing`);
    const body = this.resolve(operation.requestBody);
    if (body?.content?.['application/json'] && (body.required || request.body)) {
      const check = this.ajv.getSchema(this.pointer('paths', template, request.method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'))
        ?? this.ajv.compile(body.content['application/json'].schema);
      if (!check(JSON.parse(request.body))) problems.push(`${template}: body ${this.ajv.errorsText(check.errors)}`);
    } else if (request.body && request.body !== '{}') problems.push(`${template}: takes no body`);
    return problems;
  }

  checkAnswer(request, status, contentType, text) {
    const pathname = decodeURI(new URL(request.url).pathname).slice(this.root.length);
    const template = this.operation(request.method, pathname);
    if (!template) return [`no operation ${request.method} ${pathname}`];
    const responses = this.document.paths[template][request.method.toLowerCase()].responses;
    const declared = this.resolve(responses[status]);
    if (!declared && status >= 400) return this.checkRefusal(template, status, text); // GitHub describes few of them
    if (!declared) return [`${request.method} ${template}: status ${status} is not declared (${Object.keys(responses)})`];
    const json = declared.content?.['application/json'];
    if (!json || !contentType?.includes('application/json')) return [];
    let value;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return [`${template}: not JSON: ${error.message}`];
    }
    const inline = !responses[status].$ref;
    const check = inline
      ? this.ajv.getSchema(this.pointer('paths', template, request.method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'))
      : this.ajv.getSchema(`contract${responses[status].$ref}/content/application~1json/schema`);
    if (!check) return [`${template}: the schema of ${status} cannot be found`];
    if (check(value)) return [];
    return check.errors.slice(0, 8).map((error) => `${template} ${status}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

const escapePointer = (key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
const unescapePointer = (key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');

class GraphQl {
  constructor() {
    this.schema = graphql.buildSchema(read('railway', 'railway-schema.graphql'));
  }

  checkRequest(request) {
    const { query, variables = {}, operationName } = JSON.parse(request.body);
    const document = graphql.parse(query);
    const problems = graphql.validate(this.schema, document).map((error) => error.message);
    const operation = graphql.getOperationAST(document, operationName);
    if (!operation) return [...problems, `no operation ${operationName}`];
    const { errors = [] } = graphql.getVariableValues(this.schema, operation.variableDefinitions ?? [], variables);
    const declared = new Set((operation.variableDefinitions ?? []).map((each) => each.variable.name.value));
    for (const name of Object.keys(variables)) if (!declared.has(name)) problems.push(`variable ${name} is not declared`);
    if (request.command !== (operation.operation === 'mutation')) problems.push(`a ${operation.operation} sent as ${request.command ? 'a command' : 'a read'}`);
    return problems.concat(errors.map((error) => error.message));
  }

  /** The answer has exactly the selected fields, each of the schema's type. */
  checkAnswer(request, status, _contentType, text) {
    const answer = JSON.parse(text);
    if (status !== 200) return Array.isArray(answer.errors) ? [] : [`status ${status} without errors`];
    if (answer.data === null || answer.data === undefined) return Array.isArray(answer.errors) ? [] : ['neither data nor errors'];
    const { query, operationName } = JSON.parse(request.body);
    const document = graphql.parse(query);
    const operation = graphql.getOperationAST(document, operationName);
    this.fragments = Object.fromEntries(document.definitions.filter((each) => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]));
    const problems = [];
    const failed = new Set((answer.errors ?? []).map((error) => (error.path ?? []).join('.')));
    this.object(this.schema.getRootType(operation.operation), operation.selectionSet, answer.data, '', problems, failed);
    return problems.slice(0, 8);
  }

  fields(type, selectionSet, into = new Map()) {
    for (const selection of selectionSet.selections) {
      if (selection.kind === 'Field') into.set(selection.alias?.value ?? selection.name.value, selection);
      else this.fields(type, selection.kind === 'FragmentSpread' ? this.fragments[selection.name.value].selectionSet : selection.selectionSet, into);
    }
    return into;
  }

  object(type, selectionSet, value, at, problems, failed) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problems.push(`${at}: expected an object`);
    const fields = this.fields(type, selectionSet);
    for (const key of Object.keys(value)) if (!fields.has(key)) problems.push(`${at}.${key} was not asked for`);
    for (const [key, field] of fields) {
      const where = at ? `${at}.${key}` : key;
      if (!(key in value)) problems.push(`${where} is missing`);
      else if (field.name.value !== '__typename') this.value(type.getFields()[field.name.value].type, field.selectionSet, value[key], where, problems, failed);
    }
  }

  value(type, selectionSet, value, at, problems, failed) {
    if (graphql.isNonNullType(type)) {
      if (value === null) return failed.has(at) ? undefined : problems.push(`${at} must not be null`);
      return this.value(type.ofType, selectionSet, value, at, problems, failed);
    }
    if (value === null) return;
    if (graphql.isListType(type)) {
      if (!Array.isArray(value)) return problems.push(`${at}: expected a list`);
      return value.forEach((each, index) => this.value(type.ofType, selectionSet, each, `${at}.${index}`, problems, failed));
    }
    if (graphql.isEnumType(type)) return type.getValue(value) ? undefined : problems.push(`${at}: ${value} is no ${type.name}`);
    if (graphql.isAbstractType(type)) return typeof value === 'object' ? undefined : problems.push(`${at}: expected an object`);
    if (graphql.isObjectType(type)) return this.object(type, selectionSet, value, at, problems, failed);
    const fits = { String: (v) => typeof v === 'string', ID: (v) => typeof v === 'string', Int: (v) => Number.isInteger(v) && Math.abs(v) < 2 ** 31,
      Float: (v) => typeof v === 'number', Boolean: (v) => typeof v === 'boolean', DateTime: (v) => typeof v === 'string' && !Number.isNaN(Date.parse(v)) }[type.name];
    if (fits && !fits(value)) problems.push(`${at}: ${JSON.stringify(value)} is no ${type.name}`);
  }
}

const github = {};
const gitHubOf = (version) => (github[version] ??= new OpenApi(['github', `openapi-${version}.json`], ''));
let sentry;
let railway;

/** The schema that speaks about a request, or null where the application itself is asked. */
export function contractOf(request) {
  const provider = request.name.split('.')[0];
  if (provider === 'github') return gitHubOf(request.headers['x-github-api-version']);
  if (provider === 'sentry') return (sentry ??= new OpenApi(['sentry', 'openapi.json'], ''));
  if (provider === 'railway') return (railway ??= new GraphQl());
  return null;
}
