import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

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
export const outsideOnly: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0)
    const found = addresses.filter(({ address }) => !leadsInside(address))
    const [first] = found
    if (first === undefined) return callback(new TypeError('IP address is reserved'), '', 0)
    if (options.all) callback(null, found)
    else callback(null, first.address, first.family)
  })
}
