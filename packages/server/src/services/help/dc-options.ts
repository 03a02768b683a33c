import type { api } from '@chappe/tl-codec/api'
import type { ServerSettings } from '../ports.ts'

/**
 * Where a data centre is reached. Each address stands there twice: as a plain one, which all clients connect to, and as
 * one that stays (`static`), which is what some take behind a proxy and TDLib takes nowhere else.
 */
export function dcOptionsOf(address: ReturnType<ServerSettings['address']>, id: number): api.dcOption[] {
  const { host, otherHosts = [], port } = address
  return [host, ...otherHosts].flatMap((ipAddress) => {
    const option: api.dcOption = { _: 'dcOption', id, ipAddress, port }
    const plain = ipAddress.includes(':') ? { ...option, ipv6: true } : option
    return [plain, { ...plain, static: true }]
  })
}
