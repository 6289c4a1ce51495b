// SPDX-License-Identifier: GPL-3.0-or-later
// Every request that Slipway can send is one that the service's published schema knows.
import { contractOf } from './contracts.mjs';
import { requestsFor } from './world.mjs';

const toml = `name = "contracts"
[github]
api = "https://api.github.com"
repository = "acme/api"
ci_workflow = "ci.yml"
staging_workflow = "deploy.yml"
production_workflow = "deploy-production.yml"
[railway]
api = "https://backboard.railway.com/graphql/v2"
project = "7c9c7a2e-1111-4222-8333-444455556666"
service = "7c9c7a2e-1111-4222-8333-444455557777"
staging_environment = "7c9c7a2e-1111-4222-8333-444455558888"
production_environment = "7c9c7a2e-1111-4222-8333-444455559999"
[sentry]
api = "https://us.sentry.io"
organization = "acme"
project = "api"
staging_environment = "staging"
production_environment = "production"
[staging]
url = "https://staging.example.com"
[production]
url = "https://api.example.com"
`;

let checked = 0;
let wrong = 0;
for (const request of requestsFor(toml)) {
  const contract = contractOf(request);
  if (!contract) continue;
  ++checked;
  for (const problem of contract.checkRequest(request)) {
    ++wrong;
    console.error(`${request.name}: ${problem}`);
  }
}
console.log(`${checked} requests checked, ${wrong} wrong`);
process.exit(wrong || checked < 25 ? 1 : 0);
