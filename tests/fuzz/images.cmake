# Pictures, image stores, the names of picture folders, and their labels.
foreach(subject decode exif store labels)
  lathe_fuzzer(image_${subject} SOURCES fuzz_image_${subject}.cpp LIBRARIES lathe_images lathe_pixels)
endforeach()
