import { type Clock, systemClock } from '@chappe/transport/client'

/** The platform's clock; unlike a server's deadlines, a client that waits to connect again keeps its process alive. */
export const clientClock: Clock = {
  now: systemClock.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
  defer: systemClock.defer,
}
