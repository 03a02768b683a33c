import type { PushDevice, PushDeviceWrites } from '../../../domain/identity/push-devices.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, long, type Row, text, userIdsOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const pushDeviceRows: RowsOfAccount = {
  push_devices: { stays: 'of a key, and end with what signed it in' },
  device_locks: { stays: 'of a key, and end with what signed it in' },
}

export function createPushDevices(connection: Connection): PushDeviceWrites {
  const longs = { longs: true }
  const ofKey = connection.read('SELECT * FROM push_devices WHERE auth_key_id = ? ORDER BY token_type', longs)
  const ofToken = connection.read(
    'SELECT * FROM push_devices WHERE token_type = ? AND token = ? ORDER BY auth_key_id',
    longs,
  )
  const replace = connection.write(
    `INSERT OR REPLACE INTO push_devices (auth_key_id, token_type, token, no_muted, app_sandbox, secret, other_uids)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = connection.write('DELETE FROM push_devices WHERE auth_key_id = ? AND token_type = ? AND token = ?')
  const removeAll = connection.write('DELETE FROM push_devices WHERE auth_key_id = ?')
  const selectLock = connection.read('SELECT seconds FROM device_locks WHERE auth_key_id = ?')
  const replaceLock = connection.write('INSERT OR REPLACE INTO device_locks (auth_key_id, seconds) VALUES (?, ?)')
  const removeLock = connection.write('DELETE FROM device_locks WHERE auth_key_id = ?')
  return {
    async ofKey(authKeyId) {
      return ofKey.all(authKeyId).map(toDevice)
    },
    async ofToken(tokenType, token) {
      return ofToken.all(tokenType, token).map(toDevice)
    },
    async lockPeriod(authKeyId) {
      const row = selectLock.get(authKeyId)
      return row === undefined ? 0 : integer(row['seconds'])
    },
    async put({ authKeyId, tokenType, token, noMuted, appSandbox, secret, otherUids }) {
      replace.run(authKeyId, tokenType, token, noMuted ? 1 : 0, appSandbox ? 1 : 0, secret, list(otherUids))
    },
    async remove(authKeyId, tokenType, token) {
      return remove.count(authKeyId, tokenType, token) === 1
    },
    async setLockPeriod(authKeyId, seconds) {
      if (seconds === 0) removeLock.run(authKeyId)
      else replaceLock.run(authKeyId, seconds)
    },
    async removeAll(authKeyId) {
      removeAll.run(authKeyId)
      removeLock.run(authKeyId)
    },
  }
}

function toDevice(row: Row): PushDevice {
  return {
    authKeyId: long(row['auth_key_id']),
    tokenType: integer(row['token_type']),
    token: text(row['token']),
    noMuted: integer(row['no_muted']) === 1,
    appSandbox: integer(row['app_sandbox']) === 1,
    secret: blob(row['secret']),
    otherUids: userIdsOf(row['other_uids']),
  }
}
