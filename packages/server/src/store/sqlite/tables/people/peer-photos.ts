import type { PeerPhotoWrites, PhotoList } from '../../../domain/people/peer-photos.ts'
import { type Connection, list as listed } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const peerPhotoRows: RowsOfAccount = {
  peer_photos: { owner: 'peer', key: 'photo', ofChannel: { column: 'peer', key: 'photo' } },
}

/** By their numbers in the column. */
const kinds: readonly PhotoList['kind'][] = ['shown', 'fallback', 'personal']

export function createPeerPhotos(connection: Connection): PeerPhotoWrites {
  const inList = 'peer = ?1 AND kind = ?2 AND about = ?3'
  const select = connection.read(`SELECT place FROM peer_photos WHERE ${inList} AND photo = ?4`)
  const selectCount = connection.read(`SELECT count(*) AS count FROM peer_photos WHERE ${inList}`)
  const selectBefore = connection.read(`SELECT count(*) AS count FROM peer_photos WHERE ${inList} AND place > ?4`)
  const selectPage = connection.read(
    `SELECT photo FROM peer_photos WHERE ${inList} ORDER BY place DESC LIMIT ?5 OFFSET ?4`,
  )
  const insert = connection.write(
    `INSERT INTO peer_photos (peer, kind, about, photo, place)
     VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(place), 0) + 1 FROM peer_photos WHERE ${inList}))
     ON CONFLICT (peer, kind, about, photo) DO UPDATE SET place = excluded.place`,
  )
  const remove = connection.write(
    `DELETE FROM peer_photos WHERE ${inList} AND photo IN (SELECT value FROM json_each(?4)) RETURNING photo`,
  )
  const clear = connection.write(`DELETE FROM peer_photos WHERE ${inList}`)
  return {
    async has(list, photo) {
      return select.get(...keyOf(list), photo) !== undefined
    },
    async count(list) {
      return integer(selectCount.get(...keyOf(list))?.['count'])
    },
    async page(list, from, limit) {
      return selectPage.all(...keyOf(list), from, limit).map((row) => integer(row['photo']))
    },
    async placeOf(list, photo) {
      const row = select.get(...keyOf(list), photo)
      return row && integer(selectBefore.get(...keyOf(list), integer(row['place']))?.['count'])
    },
    async put(list, photo) {
      insert.run(...keyOf(list), photo)
    },
    async remove(list, photos) {
      return remove.all(...keyOf(list), listed(photos)).map((row) => integer(row['photo']))
    },
    async clear(list) {
      clear.run(...keyOf(list))
    },
  }
}

function keyOf(list: PhotoList): [peer: number, kind: number, about: number] {
  return [list.peer, kinds.indexOf(list.kind), list.kind === 'personal' ? list.contact : 0]
}
