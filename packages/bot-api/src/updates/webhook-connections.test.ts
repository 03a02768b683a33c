import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import type { Webhook } from '../storage/bot-storage.ts'
import { connectToWebhook, type WebhookAnswer, whyNotTaken, wrongResponse } from './webhook-connections.ts'

const opened: { close(): void }[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

async function portOf(server: Server): Promise<number> {
  opened.push({ close: () => server.close() })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function connectTo(url: string, given: Partial<Webhook> & { readonly mayLeadInside?: boolean } = {}) {
  const { mayLeadInside = true, ...about } = given
  const none = { secretToken: undefined, ipAddress: undefined, certificate: undefined }
  const receive = () => Promise.reject(new Error('no files'))
  const connections = connectToWebhook({ ...none, maxConnections: 4, ...about, url }, { mayLeadInside, receive })
  opened.push(connections)
  return connections
}

const post = (...of: Parameters<typeof connectTo>): Promise<WebhookAnswer> => connectTo(...of).post('{}')
const whyNot = (...of: Parameters<typeof connectTo>): Promise<string> =>
  post(...of).then(({ status }) => `taken with ${status}`, whyNotTaken)

/** Answers with what it was asked. */
const mirror: RequestListener = (request, response) => {
  const { host, authorization } = request.headers
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ path: request.url, host, authorization }))
}

test('asks under the name of the URL, and signs in with what it says of a user', async () => {
  const port = await portOf(createServer(mirror))
  const { body } = await post(`http://ann:a%20b@127.0.0.1:${port}/hook?of=1`)
  expect(Object.fromEntries(body?.values ?? [])).toEqual({
    ...{ path: '/hook?of=1', host: `127.0.0.1:${port}` },
    authorization: `Basic ${Buffer.from('ann:a b').toString('base64')}`,
  })
})

test('connects to the address that it is given, in place of what the name stands for', async () => {
  const port = await portOf(createServer(mirror))
  const { body } = await post(`http://bot.invalid:${port}/`, { ipAddress: '127.0.0.1' })
  expect(body?.values.get('host')).toBe(`bot.invalid:${port}`)
})

test('trusts the certificate that it is given, of the name in the URL, and no other', async () => {
  const certificates = await Promise.all(
    ['bot.invalid', 'other.invalid'].map((name) =>
      generate([{ name: 'commonName', value: name }], {
        keySize: 2_048,
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
      }),
    ),
  )
  const [own, others] = certificates
  if (own === undefined || others === undefined) throw new Error('no certificate was made')
  const port = await portOf(createSecureServer({ cert: own.cert, key: own.private }, mirror))
  const url = `https://bot.invalid:${port}/`
  const ipAddress = '127.0.0.1'
  expect(await post(url, { ipAddress, certificate: own.cert })).toMatchObject({ status: 200 })
  expect(await whyNot(url, { ipAddress })).toMatch(/self[- ]signed certificate/)
  expect(await whyNot(url, { ipAddress, certificate: others.cert })).toMatch(/self[- ]signed certificate/)
  expect(await whyNot(`https://other.invalid:${port}/`, { ipAddress, certificate: own.cert })).toMatch(/altnames/)
})

test('knocks on no door inside, however it is led there', async () => {
  const port = await portOf(createServer(mirror))
  const outside = { mayLeadInside: false }
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost', '169.254.1.1', '2130706433']) {
    expect([host, await whyNot(`http://${host}:${port}/`, outside)]).toEqual([host, 'IP address is reserved'])
  }
  const led = { ...outside, ipAddress: '127.0.0.1' }
  expect(await whyNot(`http://bot.invalid:${port}/`, led)).toBe('IP address is reserved')
})

test('tells how long a receiver wants to be left in peace, and follows it nowhere', async () => {
  let status = 429
  const server = createServer((_, response) => {
    response.writeHead(status, { 'Retry-After': '7', Location: '/elsewhere' })
    response.end()
  })
  const connections = connectTo(`http://127.0.0.1:${await portOf(server)}/`)
  expect(await connections.post('{}')).toMatchObject({ status: 429, retryAfter: 7 })
  status = 302
  expect(await connections.post('{}')).toMatchObject({ status: 302 })
  expect(wrongResponse(302)).toBe('Wrong response from the webhook: 302 Found')
  expect(wrongResponse(599)).toBe('Wrong response from the webhook: 599')
})

test('tells why there was no answer', async () => {
  const closed = createTcpServer()
  const port = await portOf(closed)
  await new Promise((resolve) => closed.close(resolve))
  expect(await whyNot(`http://127.0.0.1:${port}/`)).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`)
  const cut = await portOf(createTcpServer((socket) => socket.once('data', () => socket.end())))
  expect(await whyNot(`http://127.0.0.1:${cut}/`)).toBe('Webhook connection closed')
})

test('waits for no answer that is under way once it is closed', async () => {
  const port = await portOf(createTcpServer())
  const connections = connectTo(`http://127.0.0.1:${port}/`)
  const answer = connections.post('{}')
  await new Promise((resolve) => setTimeout(resolve, 50))
  connections.close()
  await expect(answer).rejects.toThrow()
  await expect(connections.post('{}')).rejects.toThrow('Webhook was closed')
})

test('reads no more of an answer than a call of a method may have', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.on('close', () => response.destroy())
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  })
  const answer = await post(`http://127.0.0.1:${await portOf(server)}/`)
  expect(answer).toEqual({ status: 200, body: undefined })
})
