import { platform } from '#platform'
import { type ClientOptions, type InProcessClientOptions, publicKeysOf, routesOf } from '../options.ts'
import { createDataCentres, type DataCentres, type DataCentresOptions } from './data-centres.ts'
import { createInProcessCentres } from './in-process-centres.ts'

type CentresPort = Omit<DataCentresOptions, 'platform' | 'routes' | 'publicKeys' | 'pfs' | 'maxPendingRequests'>

/** What a client connects to. */
export interface ConnectTo {
  readonly defaultDcId: number
  create(port: CentresPort, dcId: number): DataCentres
}

/**
 * What the client connects to: data centres at their addresses, or a server in its own process.
 *
 * @throws {ClientError} OPTION_INVALID
 */
export function centresOf(options: ClientOptions | InProcessClientOptions): ConnectTo {
  if ('inProcess' in options) {
    const { inProcess: server } = options
    return { defaultDcId: 2, create: (port, dcId) => createInProcessCentres({ ...port, server }, dcId) }
  }
  const routes = routesOf(options, platform)
  const publicKeys = publicKeysOf(options)
  const { pfs = false, maxPendingRequests = 10_000 } = options
  const defaultDcId = [...routes.keys()][0] ?? 2
  return {
    defaultDcId,
    create(port, dcId) {
      const connect = options.connect ?? platform.connect
      const network = { routes, publicKeys, pfs, maxPendingRequests, platform: { connect } }
      return createDataCentres({ ...port, ...network }, routes.has(dcId) ? dcId : defaultDcId)
    },
  }
}
