import { type LookupAddress, lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { defaultHttpLimits, type HttpLimits } from '../http/limits.ts'
import { type Body, type ReceiveFile, readBody } from '../http/read-body.ts'
import type { Webhook } from '../storage/bot-storage.ts'

/** What the receiver of a webhook has answered. */
export interface WebhookAnswer {
  readonly status: number
  /** The words beside it, as the receiver has them. */
  readonly reason: string
  /** What it says, which may be a call of a method; undefined for what cannot be read. */
  readonly body: Body | undefined
}

const patienceMs = 60_000
/** Of an answer: what is called with files of its own is rare, and nobody is told of its fate. */
const answerLimits: HttpLimits = { ...defaultHttpLimits, bodyBytes: 10 * 1_048_576, fieldBytes: 1_048_576 }

/** Addresses that lead inside: a stranger's webhook must not have the server knock on its own doors. */
const inside = new BlockList()
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
]) {
  inside.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6')
}

export function leadsInside(address: string): boolean {
  const version = isIP(address)
  // A mapped address is one of version 4 to the list.
  return version === 0 || inside.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** Looks a name up and takes no address that leads inside. */
const outsideOnly: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0)
    const found = addresses.filter(({ address }) => !leadsInside(address))
    const [first] = found
    if (first === undefined) return callback(new TypeError('IP address is reserved'), '', 0)
    if (options.all) callback(null, found)
    else callback(null, first.address, first.family)
  })
}

export interface PostOptions {
  readonly mayLeadInside: boolean
  readonly signal: AbortSignal
  /** Takes the files that come with an answer. */
  readonly receive: ReceiveFile
}

/** Posts an update to a webhook. Rejects where nobody answers in time, or only from inside. */
export function postToWebhook(
  { url, secretToken, ipAddress, certificate }: Webhook,
  json: string,
  { mayLeadInside, signal, receive }: PostOptions,
): Promise<WebhookAnswer> {
  const target = new URL(url)
  const host = ipAddress ?? target.hostname.replace(/^\[|\]$/g, '')
  if (!mayLeadInside && isIP(host) !== 0 && leadsInside(host)) {
    return Promise.reject(new TypeError('IP address is reserved'))
  }
  const body = Buffer.from(json)
  const send = target.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(
      {
        ...{ host, port: target.port, path: `${target.pathname}${target.search}`, method: 'POST', signal },
        // A name and a password in the address are for the receiver ("Basic").
        ...(target.username !== '' && { auth: decodeURIComponent(`${target.username}:${target.password}`) }),
        servername: isIP(target.hostname) === 0 ? target.hostname : undefined,
        headers: {
          Host: target.host,
          'Content-Type': 'application/json',
          'Content-Length': body.length,
          ...(secretToken !== undefined && { 'X-Telegram-Bot-Api-Secret-Token': secretToken }),
        },
        ...(certificate !== undefined && { ca: certificate }),
        ...(!mayLeadInside && { lookup: outsideOnly }),
        timeout: patienceMs,
      },
      (response) => {
        const { statusCode: status = 0, statusMessage: reason = '' } = response
        readBody(response, answerLimits, receive).then(
          (body) => resolve({ status, reason, body }),
          () => {
            response.destroy()
            resolve({ status, reason, body: undefined })
          },
        )
      },
    )
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')))
    request.on('error', reject)
    request.end(body)
  })
}
