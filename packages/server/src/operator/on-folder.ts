import { join } from 'node:path'
import { defaultWelcomeText } from '../accounts/first-message.ts'
import type { BlobStore } from '../blobs/blob-store.ts'
import { openBlobs } from '../blobs/open-blobs.ts'
import { createInProcessBus } from '../bus/in-process-bus.ts'
import type { Config } from '../config/config.ts'
import { createCore } from '../core.ts'
import { loadRsaKey } from '../keys/rsa-key.ts'
import { createMediaWorks } from '../media/media-works.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { systemRandom as random } from '../ports/random.ts'
import { maxFileParts } from '../rules/file-parts.ts'
import { pacingBy } from '../store/sqlite/engine/group-commit.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { OperatorError, type OperatorRequest } from './protocol.ts'

export interface OnFolder extends OperatorRequest {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly onProgress: (value: unknown) => void
  readonly stop: AbortSignal
}

/**
 * Carries a command out on a data folder whose lock the caller has: by all of the server but what knows connections, so that
 * it comes out as it does while a server runs.
 */
export async function onFolder({ config, clock, log, command, input, onProgress, stop }: OnFolder): Promise<unknown> {
  const store = openSqliteStore({
    path: join(config.data, 'chappe.db'),
    pacing: pacingBy(clock),
  })
  const media = createMediaWorks({ log })
  let blobs: BlobStore | undefined
  try {
    // A folder with a store and without a key would pass for one that has lost it.
    loadRsaKey(join(config.data, 'keys'))
    blobs = await openBlobs(config, { store, clock, random })
    const core = await createCore({
      ...{ store, blobs, media, clock, random, log },
      bus: createInProcessBus(),
      process: Buffer.from(random(8)).toString('hex'),
      codeSender: { send: nothingIsSent },
      emailSender: { send: nothingIsSent },
      settings: {
        dcId: config.dcId ?? 2,
        alone: config.dcId === undefined,
        address: () => ({ host: config.host, port: config.port }),
        testAccounts: config.testAccounts,
        loginNotices: config.loginNotices,
        loginEmail: config.loginEmail,
        welcomeText: config.welcomeText ?? defaultWelcomeText,
        support: config.support,
        registration: config.registration,
        // No command uploads.
        fileQuota: undefined,
        maxFileParts,
        freshSessionSeconds: 0,
      },
    })
    const carryOut = core.operator[command]
    if (carryOut === undefined) throw new OperatorError('UNKNOWN_COMMAND', `there is no command "${command}"`)
    const serverStops = new AbortController().signal
    return await carryOut(input, { progress: onProgress, stop, serverStops })
  } finally {
    await media.close()
    await blobs?.objects.close()
    await store.close()
  }
}

async function nothingIsSent(): Promise<never> {
  throw new OperatorError('REFUSED', 'no codes are sent without a server')
}
