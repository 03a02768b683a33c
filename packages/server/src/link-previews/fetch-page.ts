import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'

const maxRedirects = 3
const maxBytes = 512 * 1024

export interface FetchOptions {
  /** The IP addresses of a host. */
  readonly resolve: (host: string, signal: AbortSignal) => Promise<readonly string[]>
  /** Whether a connection to this address may be made at all. */
  readonly mayConnect: (address: string, port: number) => boolean
  /** Ends everything. */
  readonly signal: AbortSignal
}

export interface FetchedPage {
  /** The first part of the page, if it is a long one. */
  readonly body: Uint8Array
  readonly contentType: string
}

/**
 * Gets a page of HTML, or `undefined` for what is none, may not be asked for, or asks to be looked for elsewhere too often.
 * Rejects when the connection fails or the signal ends it.
 */
export async function fetchPage(url: URL, options: FetchOptions): Promise<FetchedPage | undefined> {
  let target = url
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const address = await checkedAddress(target, options)
    if (address === undefined) return undefined
    const response = await get(target, address, options.signal)
    const next = redirection(response, target)
    if (next === undefined) return readPage(response, options.signal)
    response.destroy()
    target = next
  }
  return undefined
}

/**
 * The address to connect to. The name is resolved here and nowhere else, so what is connected to is what was checked,
 * whatever the name stands for a moment later.
 */
async function checkedAddress(url: URL, { resolve, mayConnect, signal }: FetchOptions): Promise<string | undefined> {
  if (!isFetchable(url)) return undefined
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host]
  const port = portOf(url)
  return addresses.every((address) => mayConnect(address, port)) ? addresses[0] : undefined
}

/** Web pages only, and none that a password is needed for. */
export function isFetchable({ protocol, username, password }: URL): boolean {
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
}

function get(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const host = hostOf(url)
  const options: RequestOptions & { readonly servername: string } = {
    host: address,
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    // The certificate must be the name's; an address has none to be asked by.
    servername: isIP(host) === 0 ? host : '',
    agent: false,
    signal,
    headers: {
      host: url.host,
      'user-agent': 'Mozilla/5.0 (compatible; Chappe link preview)',
      accept: 'text/html',
      // Nothing is unpacked, so nothing can be larger than it came.
      'accept-encoding': 'identity',
    },
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    request(options, resolve).on('error', reject).end()
  })
}

function redirection({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  const isRedirection = [301, 302, 303, 307, 308].includes(statusCode)
  return isRedirection && headers.location !== undefined
    ? (URL.parse(headers.location, from.href) ?? undefined)
    : undefined
}

async function readPage(response: IncomingMessage, signal: AbortSignal): Promise<FetchedPage | undefined> {
  const { statusCode, headers } = response
  const contentType = headers['content-type'] ?? ''
  const encoding = headers['content-encoding'] ?? 'identity'
  const isPage = /^text\/html\s*(?:;|$)/i.test(contentType)
  if (statusCode !== 200 || !isPage || encoding !== 'identity') {
    response.destroy()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response) {
    signal.throwIfAborted()
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a response without an encoding gives bytes')
    chunks.push(chunk)
    length += chunk.length
    if (length >= maxBytes) break
  }
  response.destroy()
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), contentType }
}

/** Without the brackets that an IPv6 address has in a URL. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
