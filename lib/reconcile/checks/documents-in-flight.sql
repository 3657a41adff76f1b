-- id: documents-in-flight
-- severity: blocker
-- waivable: yes
-- title.vi: Không văn bản nào còn trên đường tới mã đã đóng hay đã đổi
-- title.en: No document is in flight to a closed or changed code
-- why.vi: Văn bản gửi tới mã đã đóng mà bên nhận chưa xử lý xong sẽ không đến ai: phải phát hành lại, tiếp nhận muộn, thu hồi hoặc hỏi người. Gói tin không đọc được thì không biết gửi ai. Mỗi dòng miễn trừ ghi `DOCUMENT_ID|MÃ NHẬN` hoặc `unreadable:ĐƯỜNG_DẪN`
-- why.en: A document to a closed code that its receiver has not finished reaches nobody: it is issued anew, accepted late, recalled or asked about. Nobody knows whom an unreadable packet is for. A waiver names `DOCUMENT_ID|RECEIVER` or `unreadable:PATH`
-- counts.vi: tệp gói tin / gói tin đọc được / văn bản theo từng nơi nhận đã kiểm tra
-- counts.en: packet files / packets that were read / documents by receiver checked
-- needs: documents

-- @batch findings
SELECT f.key, '' AS source, 0 AS record, '' AS col,
  f.what || ': ' || f.path || ' (' || f.place || ') to ' || f.receiver || coalesce(' (' || n.name || ')', '')
    || ', latest status ' || CASE WHEN f.latest = '' THEN 'none' ELSE f.latest END
    || '; its letters now: ' || f.action || ', ' || f.route_reason
    || CASE WHEN f.to_code <> '' THEN ', to ' || f.to_code || coalesce(' (' || t.name || ')', '')
      WHEN len(f.candidates) > 0 THEN ', one of ' || array_to_string(f.candidates, ' ') ELSE '' END
    || CASE WHEN f.reason = 'signed' THEN '; its header is signed' ELSE '' END AS detail
FROM in_flight f
LEFT JOIN registry_name n ON n.code = f.receiver LEFT JOIN registry_name t ON t.code = f.to_code
UNION ALL
SELECT 'unreadable:' || path, '', 0, '', path || ': ' || fault FROM unreadable_packet
-- @batch counts
SELECT (SELECT count(*) FROM packet) + (SELECT count(*) FROM unreadable_packet) AS expected, (SELECT count(*) FROM packet) AS seen,
  (SELECT count(*) FROM packet_receiver) AS compared
