import type { ServicePorts } from '../../core-ports.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { createBroadcastStats } from './broadcast-stats.ts'
import { createMegagroupStats } from './megagroup-stats.ts'
import { createMessageStats } from './message-stats.ts'

/** What admins learn of how their channels and supergroups do ("Channel statistics"). */
export function createStatisticsService(ports: ServicePorts): Service {
  return {
    methods: {
      ...createBroadcastStats(ports),
      ...createMegagroupStats(ports),
      ...createMessageStats(ports),

      // All charts are in the answers themselves: no token was ever given out that would be good here.
      'stats.loadAsyncGraph': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async () => {
        throw badRequest('GRAPH_INVALID_RELOAD')
      }),
    },
  }
}
