-- Folding of names, docs/rules.md section 8. Letters with a tone mark, their letters without it, and the mark:
-- 1 grave, 2 acute, 3 hook above, 4 tilde, 5 dot below. Generated from Unicode's decompositions (all lower-case
-- letters that hold one such mark); the four with two marks or no composed base are taken apart first.
CREATE OR REPLACE TEMP MACRO tone_letters() AS 'àáãèéìíñòóõùúýćĩĺńŕśũźǘǜǵǹǻǽǿȭḅḉḍḕḗḥḯḱḳḷḿṃṇṏṑṓṕṛṣṥṩṭṽṿẁẃẉẓạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ΅ΐάέήίΰόύώϓѐѓќѝἂἃἄἅἒἓἔἕἢἣἤἥἲἳἴἵὂὃὄὅὒὓὔὕὢὣὤὥὰὲὴὶὸὺὼᾂᾃᾄᾅᾒᾓᾔᾕᾢᾣᾤᾥᾲᾴῂῄ῍῎ῒ῝῞ῢ῭ῲῴ';
CREATE OR REPLACE TEMP MACRO tone_bases() AS 'aaaeeiinooouuycilnrsuzüügnåæøōbçdēēhïkklmmnöōōprsṡṡtvvwwwzaaâââââăăăăăeeeêêêêêiiooôôôôôơơơơơuuưưưưưyyyy¨ϊαεηιϋουωϒегкиἀἁἀἁἐἑἐἑἠἡἠἡἰἱἰἱὀὁὀὁὐὑὐὑὠὡὠὡαεηιουωᾀᾁᾀᾁᾐᾑᾐᾑᾠᾡᾠᾡᾳᾳῃῃ᾿᾿ϊ῾῾ϋ¨ῳῳ';
CREATE OR REPLACE TEMP MACRO tone_marks() AS '1241212412412224222242212122245251252255255412255255451255532134521345534213453553213452134553213451534222222222221221112211221122112211221122112211111111122112211221212121121112';
CREATE OR REPLACE TEMP MACRO combining_marks() AS chr(768) || chr(769) || chr(777) || chr(771) || chr(803);

-- The marks of a word in the order in which they stand, as digits behind U+0001, so that no word without marks equals one with them.
CREATE OR REPLACE TEMP MACRO word_marks(word) AS
  translate(
    regexp_replace(word, '[^' || tone_letters() || combining_marks() || ']', '', 'g'),
    tone_letters() || combining_marks(), tone_marks() || '12345');
CREATE OR REPLACE TEMP MACRO apart(word) AS
  replace(replace(replace(replace(word,
    'ṍ', 'o' || chr(771) || chr(769)), 'ṹ', 'u' || chr(771) || chr(769)),
    'ḹ', 'l' || chr(772) || chr(803)), 'ṝ', 'r' || chr(772) || chr(803));
CREATE OR REPLACE TEMP MACRO toneless(word) AS
  translate(word, tone_letters() || combining_marks(), tone_bases()) || chr(1) || word_marks(word);
CREATE OR REPLACE TEMP MACRO tone_step(folded) AS
  array_to_string(list_transform(string_split(apart(folded), ' '), lambda word: toneless(word)), ' ');

-- Tab, LF and CR stand escaped in the sheets (ingest/escape.ts).
CREATE OR REPLACE TEMP MACRO unescaped_space(x) AS
  translate(x, chr(983049) || chr(983050) || chr(983053), chr(9) || chr(10) || chr(13));
CREATE OR REPLACE TEMP MACRO fold_start(x) AS
  trim(
    regexp_replace(
      regexp_replace(
        regexp_replace(
          translate(lower(nfc_normalize(unescaped_space(x))), 'ðɖ', 'đđ'),
          '[''’‘ʼ`][ \t\r\n\x{A0}]*', '', 'g'),
        '[-–]', ' ', 'g'),
      '[ \t\r\n\x{A0}]+', ' ', 'g'),
    ' ');
CREATE OR REPLACE TEMP MACRO fold(x) AS tone_step(fold_start(x));

CREATE OR REPLACE TEMP MACRO without_type(folded) AS
  CASE
    WHEN regexp_matches(folded, '^p[0-9]') THEN folded[2:]
    WHEN regexp_replace(folded, '^((xã|phường|thị trấn|đặc khu)\.? |(tt|đk|p|x)(\.| ) ?)', '') = '' THEN folded
    ELSE regexp_replace(folded, '^((xã|phường|thị trấn|đặc khu)\.? |(tt|đk|p|x)(\.| ) ?)', '')
  END;
CREATE OR REPLACE TEMP MACRO without_zeros(folded) AS
  array_to_string(
    list_transform(
      string_split(folded, ' '),
      lambda word: CASE WHEN regexp_matches(word, '^[0-9]+$') THEN regexp_replace(word, '^0+([0-9])', '\1') ELSE word END),
    ' ');
CREATE OR REPLACE TEMP MACRO fold_unit_name(x) AS tone_step(without_zeros(without_type(fold_start(x))));
