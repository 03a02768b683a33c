import type { DiscussedPost, DiscussedPostWrites } from '../../../domain/channels/discussed-posts.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf, integer, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { namesOf } from './threads.ts'

export const discussedPostRows: RowsOfAccount = {
  discussed_posts: {
    stays: 'of the channel and its group, whoever posted',
    ofChannel: { column: 'broadcast', key: 'post' },
  },
}

export function createDiscussedPosts(connection: Connection): DiscussedPostWrites {
  const ofPosts = connection.read(
    `SELECT d.* FROM json_each(?) p
     CROSS JOIN discussed_posts d ON d.broadcast = p.value ->> 0 AND d.post = p.value ->> 1`,
  )
  const ofCopies = connection.read(
    'SELECT * FROM discussed_posts WHERE megagroup = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const insert = connection.write(
    'INSERT INTO discussed_posts (broadcast, post, megagroup, id, root) VALUES (?, ?, ?, ?, ?)',
  )
  const removeCopies = connection.write(
    'DELETE FROM discussed_posts WHERE megagroup = ? AND id IN (SELECT value FROM json_each(?))',
  )
  return {
    async ofPosts(posts) {
      return posts.length === 0 ? [] : ofPosts.all(namesOf(posts)).map(toDiscussed)
    },
    async ofCopies(megagroup, ids) {
      return ofCopies.all(megagroup, list(ids)).map(toDiscussed)
    },
    async add({ broadcast, post, megagroup, id, root }) {
      insert.run(broadcast, post, megagroup, id, root)
    },
    async removeCopies(megagroup, ids) {
      removeCopies.run(megagroup, list(ids))
    },
  }
}

function toDiscussed(row: Row): DiscussedPost {
  return {
    broadcast: channelIdOf(row['broadcast']),
    post: integer(row['post']),
    megagroup: channelIdOf(row['megagroup']),
    id: integer(row['id']),
    root: integer(row['root']),
  }
}
