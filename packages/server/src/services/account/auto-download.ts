import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

const kib = 1024
const mib = 1024 * kib

function preset(photos: number, videos: number, files: number, bitrate: number): api.autoDownloadSettings {
  return {
    _: 'autoDownloadSettings',
    photoSizeMax: photos,
    videoSizeMax: BigInt(videos),
    fileSizeMax: BigInt(files),
    videoUploadMaxbitrate: bitrate,
    smallQueueActiveOperationsMax: 4,
    largeQueueActiveOperationsMax: 2,
  }
}

/** What holds for who has set nothing: from a connection that costs much to one that costs nothing. */
const usual: api.account.autoDownloadSettings = {
  _: 'account.autoDownloadSettings',
  low: preset(mib, 0, 0, 50),
  medium: { ...preset(mib, 10 * mib, mib, 100), audioPreloadNext: true },
  high: { ...preset(mib, 15 * mib, 3 * mib, 100), audioPreloadNext: true, videoPreloadLarge: true },
}

async function settingsOf(
  read: Pick<Reads, 'accountSettings'>,
  userId: UserId,
): Promise<api.account.autoDownloadSettings> {
  const { autoDownload } = await read.accountSettings.get(userId)
  return (autoDownload && readStored('account.AutoDownloadSettings', autoDownload)) ?? usual
}

/** What devices download by themselves, in three presets. The server stores them; the devices apply them. */
export function createAutoDownload({ store }: ServicePorts): Methods {
  return {
    async 'account.getAutoDownloadSettings'({ userId }) {
      return settingsOf(store.read, userId)
    },

    async 'account.saveAutoDownloadSettings'({ userId }, { low, high, settings }) {
      const { photoSizeMax, videoSizeMax, fileSizeMax } = settings
      if (photoSizeMax < 0 || videoSizeMax < 0n || fileSizeMax < 0n) throw badRequest('SETTINGS_INVALID')
      const changed = low === true ? 'low' : high === true ? 'high' : 'medium'
      await store.transaction(async (tx) => {
        const autoDownload = encode({ ...(await settingsOf(tx, userId)), [changed]: settings })
        await tx.accountSettings.put(userId, { ...(await tx.accountSettings.get(userId)), autoDownload })
      })
      return true
    },
  }
}
