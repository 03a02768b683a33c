import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'

// Not imported: see `node:http` in docs/decisions.md.
const { request: requestHttp } = process.getBuiltinModule('node:http')

const maxRedirects = 3

export interface FetchOptions {
  /** The IP addresses of a host. */
  readonly resolve: (host: string, signal: AbortSignal) => Promise<readonly string[]>
  /** Whether a connection to this address may be made at all. */
  readonly mayConnect: (address: string, port: number) => boolean
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** What came of a request, its content still to be read; whoever takes it reads it or destroys it. */
export interface OpenResponse {
  readonly response: IncomingMessage
  /** Where it was found at last. */
  readonly url: URL
  readonly contentType: string
}

/**
 * Asks for a URL, or `undefined` for what is not there, may not be asked for, is packed, or asks to be looked for elsewhere too
 * often. Rejects when the connection fails or the signal ends it.
 */
export async function openSafely(url: URL, accept: string, options: FetchOptions): Promise<OpenResponse | undefined> {
  let target = url
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const address = await checkedAddress(target, options)
    if (address === undefined) return undefined
    const response = await get(target, address, accept, options.signal)
    const next = redirection(response, target)
    if (next === undefined) {
      const { statusCode, headers } = response
      const encoding = headers['content-encoding'] ?? 'identity'
      if (statusCode === 200 && encoding === 'identity') {
        return { response, url: target, contentType: headers['content-type'] ?? '' }
      }
      response.destroy()
      return undefined
    }
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

function get(url: URL, address: string, accept: string, signal: AbortSignal): Promise<IncomingMessage> {
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
      accept,
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

/** Without the brackets that an IPv6 address has in a URL. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
