const mask = 0xffff_ffff_ffff_ffffn

/** The hash by which a client says which list it has ("Pagination in the API", hash generation), as a signed `long`. */
export function listHash(ids: Iterable<number | bigint>): bigint {
  let hash = 0n
  for (const id of ids) {
    hash ^= hash >> 21n
    hash ^= (hash << 35n) & mask
    hash ^= hash >> 4n
    hash = (hash + BigInt.asUintN(64, BigInt(id))) & mask
  }
  return BigInt.asIntN(64, hash)
}
