-- id: batch-as-declared
-- severity: blocker
-- waivable: no
-- title.vi: Lô đã đóng băng đúng như khai báo
-- title.en: The frozen batch is the one that was declared
-- why.vi: batch.json do chính quá trình chuyển đổi ghi: tỉnh đích, hệ thống, hồ sơ mô tả, thời điểm mã, tệp và nội dung hồ sơ mô tả phải đúng như batch.yaml và profiles/ hiện có
-- why.en: batch.json was written by the migration itself: target province, systems, profiles, vintages, files and each profile's content must be what batch.yaml and profiles/ say now
-- counts.vi: nguồn và hồ sơ mô tả đã đóng băng / có khai báo / đã so sánh
-- counts.en: frozen sources and profiles / declared / compared
-- needs: records

-- @batch findings
SELECT key, source, 0 AS record, '' AS col, detail FROM layout_fault WHERE kind = 'declared'
-- @batch counts
SELECT frozen AS expected, declared AS seen, CASE WHEN declared = 0 THEN 0 ELSE frozen END AS compared FROM declared_count
