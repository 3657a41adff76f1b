;; The byte work of the hot path (DESIGN, "The hot path"), on one linear memory that holds a chunk, its index and its
;; outputs. Source of arena-wasm.ts: `npm run compile-arena`. Plain WebAssembly 1.0 with SIMD and bulk memory, which every
;; supported Node has.
(module
  (memory (export "memory") 2)

  ;; Writes the offsets of every delimiter, quote and LF in [from, to) to `out` as u32, ascending; returns how many.
  ;; Room for (to - from) entries must be there. Bytes up to 15 past `to` are read (never used).
  (func (export "index") (param $from i32) (param $to i32) (param $out i32) (param $delimiter i32) (param $quote i32)
    (result i32)
    (local $d v128) (local $q v128) (local $n v128) (local $v v128) (local $mask i32) (local $start i32)
    (local.set $start (local.get $out))
    (local.set $d (i8x16.splat (local.get $delimiter)))
    (local.set $q (i8x16.splat (local.get $quote)))
    (local.set $n (i8x16.splat (i32.const 10)))
    (block $done
      (loop $block
        (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
        (local.set $v (v128.load (local.get $from)))
        (local.set $mask
          (i8x16.bitmask
            (v128.or
              (v128.or (i8x16.eq (local.get $v) (local.get $d)) (i8x16.eq (local.get $v) (local.get $q)))
              (i8x16.eq (local.get $v) (local.get $n)))))
        (if (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 16))
          (then (local.set $mask
            (i32.and (local.get $mask)
              (i32.sub (i32.shl (i32.const 1) (i32.sub (local.get $to) (local.get $from))) (i32.const 1))))))
        (block $empty
          (loop $bit
            (br_if $empty (i32.eqz (local.get $mask)))
            (i32.store (local.get $out) (i32.add (local.get $from) (i32.ctz (local.get $mask))))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))
            (local.set $mask (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
            (br $bit)))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $block)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $start)) (i32.const 2)))

  ;; Walks over unquoted fields from the index entry at `k` (an address) and the field that starts at `field`. Writes
  ;; start and end of each finished field to `out` as two i32, for no more than `room` fields, and at `state` the next
  ;; entry, the start of the field in hand and the byte that closed the last one. Returns the number of fields, plus in
  ;; bits 28 and 29 why it stopped: 0 an LF closed the record, 1 a field starts with a quote, 2 `stop` was reached.
  (func (export "walk") (param $k i32) (param $field i32) (param $stop i32) (param $out i32) (param $room i32)
    (param $delimiter i32) (param $quote i32) (param $state i32) (result i32)
    (local $fields i32) (local $at i32) (local $byte i32) (local $why i32)
    (block $stopped
      (loop $next
        (if (i32.lt_u (local.get $field) (local.get $stop))
          (then (if (i32.eq (i32.load8_u (local.get $field)) (local.get $quote))
            (then (local.set $why (i32.const 1)) (br $stopped)))))
        (loop $inside
          (local.set $at (i32.load (local.get $k)))
          (if (i32.ge_u (local.get $at) (local.get $stop))
            (then (local.set $why (i32.const 2)) (br $stopped)))
          (local.set $byte (i32.load8_u (local.get $at)))
          (local.set $k (i32.add (local.get $k) (i32.const 4)))
          (br_if $inside (i32.eq (local.get $byte) (local.get $quote))))
        (if (i32.lt_s (local.get $fields) (local.get $room))
          (then
            (i32.store (local.get $out) (local.get $field))
            (i32.store offset=4 (local.get $out) (local.get $at))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))))
        (local.set $fields (i32.add (local.get $fields) (i32.const 1)))
        (br_if $stopped (i32.ne (local.get $byte) (local.get $delimiter)))
        (local.set $field (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.store (local.get $state) (local.get $k))
    (i32.store offset=4 (local.get $state) (local.get $field))
    (i32.store offset=8 (local.get $state) (local.get $at))
    (i32.or (local.get $fields) (i32.shl (local.get $why) (i32.const 28))))

  (func (export "copy") (param $to i32) (param $from i32) (param $bytes i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $bytes)))

  (func $mix (param $a i64) (param $b i64) (result i64)
    (local.set $a (i64.mul (i64.xor (local.get $a) (local.get $b)) (i64.const 0x9E3779B97F4A7C15)))
    (i64.xor (local.get $a) (i64.shr_u (local.get $a) (i64.const 29))))

  ;; A 64-bit hash of [at, at + bytes), stored as 8 bytes at `out`; returns its high half. Not cryptographic: whoever
  ;; finds two equal ones compares the bytes.
  (func (export "hash") (param $at i32) (param $bytes i32) (param $out i32) (result i32)
    (local $h i64)
    (local.set $h (i64.mul (i64.extend_i32_u (i32.add (local.get $bytes) (i32.const 1))) (i64.const 0xD6E8FEB86659FD93)))
    (block $tail
      (loop $words
        (br_if $tail (i32.lt_u (local.get $bytes) (i32.const 8)))
        (local.set $h (call $mix (local.get $h) (i64.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (local.set $bytes (i32.sub (local.get $bytes) (i32.const 8)))
        (br $words)))
    (if (local.get $bytes)
      (then (local.set $h (call $mix (local.get $h)
        (i64.and (i64.load (local.get $at))
          (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (i32.shl (local.get $bytes) (i32.const 3)))) (i64.const 1)))))))
    (local.set $h (call $mix (local.get $h) (i64.const 0x632BE59BD9B4E019)))
    (i64.store (local.get $out) (local.get $h))
    (i32.wrap_i64 (i64.shr_u (local.get $h) (i64.const 32))))

  (func (export "equal") (param $a i32) (param $b i32) (param $bytes i32) (result i32)
    (block $tail
      (loop $words
        (br_if $tail (i32.lt_u (local.get $bytes) (i32.const 8)))
        (if (i64.ne (i64.load (local.get $a)) (i64.load (local.get $b))) (then (return (i32.const 0))))
        (local.set $a (i32.add (local.get $a) (i32.const 8)))
        (local.set $b (i32.add (local.get $b) (i32.const 8)))
        (local.set $bytes (i32.sub (local.get $bytes) (i32.const 8)))
        (br $words)))
    (block $equal
      (loop $byte
        (br_if $equal (i32.eqz (local.get $bytes)))
        (if (i32.ne (i32.load8_u (local.get $a)) (i32.load8_u (local.get $b))) (then (return (i32.const 0))))
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (local.set $b (i32.add (local.get $b) (i32.const 1)))
        (local.set $bytes (i32.sub (local.get $bytes) (i32.const 1)))
        (br $byte)))
    (i32.const 1)))
