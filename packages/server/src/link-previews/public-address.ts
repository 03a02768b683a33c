import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** IPv4 networks that are not of the public internet ("IANA IPv4 Special-Purpose Address Registry"), and multicast. */
const reserved4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** All public IPv6 addresses are of this network, from which the others are taken: those that stand for IPv4 ones, too. */
const global6 = ['2000::', 3] as const
const reserved6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const blocked4 = new BlockList()
for (const [network, prefix] of reserved4) blocked4.addSubnet(network, prefix, 'ipv4')
const allowed6 = new BlockList()
allowed6.addSubnet(...global6, 'ipv6')
const blocked6 = new BlockList()
for (const [network, prefix] of reserved6) blocked6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is one of the public internet: not of this machine, its networks or its link, not of a group. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blocked4.check(address, 'ipv4')
  // A zone, as in `fe80::1%eth0`, belongs to a link.
  if (!isIPv6(address) || address.includes('%')) return false
  return allowed6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6')
}
