// Mints through the vendor's Node SDK. Arguments: the folder that holds node_modules, the base URL.
// Standard input: one JSON list of calls {token, device_name}, made one after the other; a call
// without a token is left to the SDK, as a careless program would. Standard output: one JSON list
// of what a program that uses the SDK sees.
'use strict';

const [folder, baseUrl] = process.argv.slice(2);
const lark = require(require.resolve('@larksuiteoapi/node-sdk', { paths: [folder] }));

// The SDK shows the headers of a failure, on the error; those of a success only to an interceptor.
let answered;
lark.defaultHttpInstance.interceptors.request.use((request) => {
  request.transformResponse = [
    (body, headers) => {
      answered = { contentType: headers.get('content-type'), logId: headers.get('x-tt-logid') };
      return JSON.parse(body);
    },
  ];
  return request;
});

// Standard output is ours; the SDK would log to it.
const aside = (...words) => console.error(...words);

const client = new lark.Client({
  appId: 'cli_sample',
  appSecret: 'not-a-real-app-secret',
  domain: baseUrl,
  logger: { error: aside, warn: aside, info: aside, debug: aside, trace: aside },
});

async function mint({ token, device_name }) {
  const payload = { data: device_name === undefined ? {} : { device_name } };
  const options = token === undefined ? undefined : lark.withUserAccessToken(token);
  try {
    const reply = await client.calendar.v4.setting.generateCaldavConf(payload, options);
    return { status: 200, body: reply, ...answered };
  } catch (error) {
    if (!error.response) {
      return { status: 0, error: String(error.message) };
    }
    const headers = error.response.headers;
    return {
      status: error.response.status,
      body: error.response.data,
      contentType: headers['content-type'],
      logId: headers['x-tt-logid'],
      rateLimit: headers['x-ogw-ratelimit-limit'],
      rateReset: headers['x-ogw-ratelimit-reset'],
    };
  }
}

async function main() {
  let input = '';
  for await (const chunk of process.stdin) {
    input += chunk;
  }
  const replies = [];
  for (const call of JSON.parse(input)) {
    replies.push(await mint(call));
  }
  process.stdout.write(JSON.stringify(replies));
}

main();
