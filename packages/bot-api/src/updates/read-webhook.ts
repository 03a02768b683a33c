import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import type { Webhook } from '../storage/bot-storage.ts'
import { leadsInside } from './leads-inside.ts'

const maxConnections = 100
/** Of the local mode. */
const maxLocalConnections = 100_000
const defaultConnections = 40
const maxUrlLength = 2_048
const maxCertificateLength = 16_384

/** The webhook that a request asks for ("setWebhook"); undefined for an empty URL, which takes it away. */
export function readWebhook(
  params: Params,
  { mayLeadInside, isLocal = false }: { readonly mayLeadInside: boolean; readonly isLocal?: boolean },
): Webhook | undefined {
  const url = params.text('url')
  if (url === undefined) return undefined
  const problem = urlProblem(url, mayLeadInside)
  if (problem !== undefined) throw badRequest(`bad webhook: ${problem}`)
  const secretToken = params.text('secret_token')
  if (secretToken !== undefined && secretToken.length > 256) throw badRequest('secret token is too long')
  if (secretToken !== undefined && !/^[\w-]+$/.test(secretToken)) {
    throw badRequest('secret token contains unallowed characters')
  }
  const ipAddress = params.text('ip_address')
  if (ipAddress !== undefined && (isIP(ipAddress) === 0 || (!mayLeadInside && leadsInside(ipAddress)))) {
    throw badRequest('bad webhook: IP address is reserved')
  }
  const certificate = readCertificate(params)
  const asked = params.integer('max_connections')
  const most = isLocal ? maxLocalConnections : maxConnections
  const connections = asked === undefined || asked <= 0 ? defaultConnections : Math.min(asked, most)
  return { url, secretToken, maxConnections: connections, ipAddress, certificate }
}

/** A certificate that nobody else has signed, in PEM: as a file, which is how libraries send it, or as a text. */
function readCertificate(params: Params): string | undefined {
  const file = params.file('certificate')
  const tooLong = file === undefined ? false : file.content === undefined
  const text = file === undefined ? params.text('certificate') : Buffer.from(file.content ?? []).toString('latin1')
  if (tooLong || (text !== undefined && text.length > maxCertificateLength)) throw badRequest('certificate is too long')
  if (text !== undefined && !isCertificate(text)) throw badRequest('bad webhook: failed to set custom certificate file')
  return text
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).validTo !== ''
  } catch {
    return false
  }
}

/** Outside, only encrypted connections to the ports that the public server knows. */
const publicPorts: ReadonlySet<string> = new Set(['', '443', '80', '88', '8443'])

function urlProblem(text: string, mayLeadInside: boolean): string | undefined {
  const url = text.length <= maxUrlLength && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'invalid URL specified'
  if (mayLeadInside) return undefined
  if (url.protocol !== 'https:') return 'An HTTPS URL must be provided for webhook'
  if (!publicPorts.has(url.port)) return 'Webhook can be set up only on ports 80, 88, 443 or 8443'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && leadsInside(host) ? 'IP address is reserved' : undefined
}
