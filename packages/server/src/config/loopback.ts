/** Whether an address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.[0-9]{1,3}){3}$/.test(host)
}

/** Whether anything says that others than this machine are to reach a server, as through a proxy on it. */
export function isReachable({
  host,
  publicHost,
  publicPort,
}: {
  readonly host: string
  readonly publicHost?: string | undefined
  readonly publicPort?: number | undefined
}): boolean {
  return !isLoopback(host) || (publicHost !== undefined && !isLoopback(publicHost)) || publicPort !== undefined
}
