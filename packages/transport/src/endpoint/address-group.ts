import { isLoopback } from '../drivers/admission.ts'

/**
 * Whom bounds by address count together: an IPv4 address by itself, also inside IPv6, and the /64 of an IPv6 address, which
 * is what one subscriber gets. Undefined for loopback, which is everybody behind a proxy on this machine, and where there
 * is no address.
 */
export function addressGroup(address: string | undefined): string | undefined {
  if (address === undefined || isLoopback(address)) return undefined
  const bare = address.split('%', 1)[0] ?? address
  if (!bare.includes(':')) return bare
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)
  if (mapped?.[1] !== undefined) return mapped[1]
  const [front = '', back] = bare.toLowerCase().split('::', 2)
  const head = front === '' ? [] : front.split(':')
  const tail = back === undefined || back === '' ? [] : back.split(':')
  const zeros = back === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const parts = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail]
  return `${parts
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
