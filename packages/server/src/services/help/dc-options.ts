import type { api } from '@chappe/tl-codec/api'
import type { ServerSettings } from '../../core-ports.ts'

/**
 * Where a data centre is reached. No option is a static one: those are for clients behind a proxy, which take any other if
 * there is none, and TDLib takes them nowhere else.
 */
export function dcOptionsOf(address: ReturnType<ServerSettings['address']>, id: number): api.dcOption[] {
  const { host, otherHosts = [], port } = address
  return [host, ...otherHosts].map((ipAddress) => {
    const option: api.dcOption = { _: 'dcOption', id, ipAddress, port }
    return ipAddress.includes(':') ? { ...option, ipv6: true } : option
  })
}
